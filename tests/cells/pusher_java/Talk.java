// Two users of an unmodified pusher-java-client: they sign up, join a room, see each other, type and receive messages.
// The test reads the events that this prints, one JSON object per line.

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PresenceChannel;
import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.util.HttpChannelAuthorizer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

public class Talk {
    static final Gson GSON = new Gson();
    // By default, its first request offers HTTP/2 with `Upgrade: h2c`.
    static final HttpClient HTTP = HttpClient.newHttpClient();
    static URI server;

    public static void main(String[] arguments) throws Exception {
        server = URI.create(arguments[0]);
        JsonObject ada = signUp("Ada");
        JsonObject grace = signUp("Grace");
        JsonObject room = call(ada, "POST", "/rooms", Map.of("name", "pusher " + UUID.randomUUID()));
        String graceId = id(grace.getAsJsonObject("user"));
        call(grace, "PUT", "/rooms/" + id(room) + "/members/" + graceId, Map.of());

        Listener first = new Listener(ada, room);
        print("Ada", "alone", first.joined().length);
        Listener second = new Listener(grace, room);
        print("Grace", "sees", second.joined());
        print("Ada", "sees", first.next("added"));

        second.channel.trigger("client-typing", "{\"since\":\"now\"}");
        PusherEvent typing = (PusherEvent) first.next("client-typing");
        String since = GSON.fromJson(typing.getData(), JsonObject.class).get("since").getAsString();
        print("Ada", "typing", Map.of("since", since, "isGrace", graceId.equals(typing.getUserId())));

        JsonObject message = call(ada, "POST", "/rooms/" + id(room) + "/messages", Map.of("body", "Hello 👋"));
        PusherEvent event = (PusherEvent) second.next("message.created");
        JsonObject received = GSON.fromJson(event.getData(), JsonObject.class);
        String body = received.get("body").getAsString();
        print("Grace", "received", Map.of("body", body, "isTheSame", received.equals(message)));

        second.pusher.disconnect();
        print("Ada", "without", first.next("removed"));
        first.pusher.disconnect();
        System.exit(0);
    }

    static JsonObject signUp(String name) throws Exception {
        String email = name + "-" + UUID.randomUUID() + "@example.com";
        return call(null, "POST", "/auth/register", Map.of("name", name, "email", email, "password", "correct horse battery"));
    }

    static JsonObject call(JsonObject person, String method, String path, Object body) throws Exception {
        var payload = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(GSON.toJson(body));
        var request = HttpRequest.newBuilder(server.resolve("/api/v1" + path)).method(method, payload);
        if (body != null) request.header("Content-Type", "application/json");
        if (person != null) request.header("Authorization", "Bearer " + token(person));
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return GSON.fromJson(response.body(), JsonObject.class);
    }

    static String token(JsonObject person) {
        return person.get("access_token").getAsString();
    }

    static String id(JsonObject resource) {
        return resource.get("id").getAsString();
    }

    static String name(User user) {
        return GSON.fromJson(user.getInfo(), JsonObject.class).get("name").getAsString();
    }

    static void print(String who, String what, Object data) {
        JsonObject line = new JsonObject();
        line.addProperty("who", who);
        line.addProperty("what", what);
        line.add("data", GSON.toJsonTree(data));
        System.out.println(line);
    }

    /** A user in a room, and the events there in order. */
    static class Listener implements PresenceChannelEventListener {
        record Happening(String kind, Object data) {}

        final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
        final Pusher pusher;
        final PresenceChannel channel;

        Listener(JsonObject person, JsonObject room) throws Exception {
            var authorizer = new HttpChannelAuthorizer(server.resolve("/api/v1/broadcasting/auth").toString());
            authorizer.setHeaders(Map.of("Authorization", "Bearer " + token(person)));
            var options = new PusherOptions().setHost(server.getHost()).setWsPort(server.getPort()).setUseTLS(false);
            String key = call(null, "GET", "/broadcasting/config", null).get("key").getAsString();
            pusher = new Pusher(key, options.setChannelAuthorizer(authorizer));
            pusher.connect();
            channel = pusher.subscribePresence("presence-room-" + id(room), this, "client-typing", "message.created");
        }

        String[] joined() throws InterruptedException {
            return (String[]) next("joined");
        }

        Object next(String kind) throws InterruptedException {
            while (true) {
                Happening happening = happenings.poll(10, TimeUnit.SECONDS);
                if (happening == null) throw new IllegalStateException(kind + " was not received");
                if (happening.kind.equals(kind)) return happening.data;
                if (happening.kind.equals("failed")) throw new IllegalStateException((Exception) happening.data);
            }
        }

        @Override
        public void onUsersInformationReceived(String channel, Set<User> users) {
            happenings.add(new Happening("joined", users.stream().map(Talk::name).sorted().toArray(String[]::new)));
        }

        @Override
        public void userSubscribed(String channel, User user) {
            happenings.add(new Happening("added", name(user)));
        }

        @Override
        public void userUnsubscribed(String channel, User user) {
            happenings.add(new Happening("removed", name(user)));
        }

        @Override
        public void onEvent(PusherEvent event) {
            happenings.add(new Happening(event.getEventName(), event));
        }

        @Override
        public void onAuthenticationFailure(String message, Exception error) {
            happenings.add(new Happening("failed", error));
        }

        @Override
        public void onSubscriptionSucceeded(String channel) {}
    }
}
