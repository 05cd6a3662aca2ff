token=$(post /api/v1/auth/register "{\"email\": \"$someone@example.com\", \"password\": \"$password\", \"name\": \"Smoke\"}" | text access_token)
echo 'Signed up.'
room=$(post /api/v1/rooms "{\"name\": \"$someone\"}" | text id)
echo 'Created a room.'
message=$(post "/api/v1/rooms/$room/messages" "{\"body\": \"$someone\"}" | text id)
echo 'Posted a message.'
get "/api/v1/rooms/$room/messages" | grep "$message" | grep -q "\"$someone\"" || fail 'The message is missing from the room.'
echo 'Read it back.'
