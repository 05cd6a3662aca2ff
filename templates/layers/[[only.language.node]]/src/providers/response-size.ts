const MOST_BYTES = 1024 * 1024;

/** Responses of providers are read into memory. */
export function limitSize(response: Response): Response {
  let size = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > MOST_BYTES) {
        throw new Error("The response is too large.");
      }
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(limit) ?? null, response);
}
