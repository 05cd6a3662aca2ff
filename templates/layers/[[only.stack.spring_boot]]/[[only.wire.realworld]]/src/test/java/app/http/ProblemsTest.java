package app.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import app.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class ProblemsTest {
  @Autowired Api api;

  @ParameterizedTest
  @CsvSource({
    "GET,/nothing,404,route",
    "PATCH,/api/tags,405,method",
    "PUT,/api/articles/feed,405,method",
    "GET,/api/user,401,token",
    "GET,/api/articles?limit=x,422,limit",
    "GET,/api/articles?limit=101&offset=05,422,limit offset",
    "GET,/api/articles?tag=a&tag=b,422,tag"
  })
  void anErrorIsAboutAFieldOrAResource(String method, String path, int status, String about) {
    var answer = api.anonymous().send(method, path, null);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(String.join(" ", answer.body().path("errors").propertyNames())).isEqualTo(about);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|{'user': ['can't be blank']}",
        "{'user': null}|{'user': ['can't be blank']}",
        "{'user': {'email': ' ', 'password': 'x'}}|{'email': ['can't be blank']}",
        "{'user': {'email': '\u200b', 'password': 'x'}}|{'email': ['can't be blank']}",
        "{'user': {}}|{'email': ['can't be blank'], 'password': ['can't be blank']}"
      })
  void whatIsBlankIsNothingElse(String body, String errors) {
    var answer = api.anonymous().send("POST", Wire.LOGIN, body.replace('\'', '"'));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("errors").toString().replace(",", ", ").replace(":", ": "))
        .isEqualTo(errors.replace('\'', '"').replace("can\"t", "can't"));
  }

  @Test
  void aValueOfAnotherTypeIsAboutItsField() {
    var answer =
        api.anonymous().send("POST", Wire.LOGIN, "{\"user\": {\"email\": 1, \"password\": \"x\"}}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("errors").propertyNames()).containsExactly("email");
  }

  @Test
  void unknownMembersAreIgnored() {
    var body = "{\"user\": {\"email\": \"a\", \"password\": \"x\", \"id\": 1}, \"a\": 1}";
    assertThat(api.anonymous().send("POST", Wire.LOGIN, body).status()).isEqualTo(401);
  }
}
