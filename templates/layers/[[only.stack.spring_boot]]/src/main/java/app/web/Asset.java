package app.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.ResponseEntity;

/** A small file, which is sent as a whole. */
class Asset {
  private final MediaType type;
  private final byte[] content;

  Asset(MediaType type, byte[] content) {
    boolean isText = type.getType().equals("text");
    this.type = isText ? new MediaType(type, StandardCharsets.UTF_8) : type;
    this.content = content;
  }

  static Asset read(String path) throws IOException {
    var type = MediaTypeFactory.getMediaType(path).orElse(MediaType.APPLICATION_OCTET_STREAM);
    return new Asset(type, new ClassPathResource(path).getContentAsByteArray());
  }

  /** Files in a jar have the time of its build, or none, so it is that of the start. */
  ResponseEntity<byte[]> answer(Instant changed, HttpHeaders headers) {
    return ResponseEntity.ok()
        .headers(headers)
        .cacheControl(CacheControl.noCache())
        .lastModified(changed)
        .contentType(type)
        .body(content);
  }
}
