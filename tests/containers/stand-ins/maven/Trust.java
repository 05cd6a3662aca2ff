import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/** Writes the certificates of a PEM file as a JKS, since Java reads that without a password. */
void main(String[] paths) throws Exception {
    var store = KeyStore.getInstance("JKS");
    store.load(null, null);
    try (var certificates = new FileInputStream(paths[0])) {
        for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(certificates)) {
            store.setCertificateEntry(String.valueOf(store.size()), certificate);
        }
    }
    try (var output = new FileOutputStream(paths[1])) {
        store.store(output, "changeit".toCharArray());
    }
}
