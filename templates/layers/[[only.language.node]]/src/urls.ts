/** Also accepts a socket's folder as the host: postgresql://user:password@/name?host=/folder */
export function isUrl(text: string): boolean {
  try {
    const { password } = new URL(text.replace("@/", "@localhost/"));
    decodeURIComponent(password);
    return true;
  } catch {
    return false;
  }
}
