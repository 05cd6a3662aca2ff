package app.profile;

/** What everybody sees of a user, and whether the viewer follows them. */
public record Profile(String username, String bio, String image, boolean following) {}
