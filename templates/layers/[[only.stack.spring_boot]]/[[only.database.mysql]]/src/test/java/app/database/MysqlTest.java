package app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MysqlTest {
  @ParameterizedTest
  @CsvSource({
    "DISABLED,disable",
    "REQUIRED,trust",
    "VERIFY_CA,verify-ca",
    "VERIFY_IDENTITY,verify-full"
  })
  void anSslModeIsWhatItIsToTheClientsOfMysql(String mode, String expected) {
    var url = new Mysql().parse("mysql://app@db/app?ssl-mode=" + mode + "&ssl-ca=/etc/ca.pem");
    assertThat(url.jdbcUrl()).endsWith("&sslMode=" + expected + "&serverSslCert=/etc/ca.pem");
  }

  @Test
  void anUnknownSslModeIsRefused() {
    assertThatThrownBy(() -> new Mysql().parse("mysql://app@db/app?ssl-mode=require"))
        .hasMessageContaining("ssl-mode");
  }
}
