token=$(post /api/v1/auth/register "{\"email\": \"$someone@example.com\", \"password\": \"$password\", \"name\": \"Smoke\"}" | text access_token)
echo 'Somebody signed up.'
room=$(post /api/v1/rooms "{\"name\": \"$someone\"}" | text id)
echo 'A room was opened.'
message=$(post "/api/v1/rooms/$room/messages" "{\"body\": \"$someone\"}" | text id)
echo 'Something was said in it.'
get "/api/v1/rooms/$room/messages" | grep "$message" | grep -q "\"$someone\"" || fail 'It reads otherwise.'
echo 'It was read back.'
