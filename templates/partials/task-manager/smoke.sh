token=$(post /api/v1/auth/register "{\"email\": \"$someone@example.com\", \"password\": \"$password\", \"name\": \"Smoke\"}" | text access_token)
echo 'Somebody signed up.'
task=$(post /api/v1/tasks "{\"title\": \"$someone\"}" | text id)
echo 'A task was made.'
[ "$(get "/api/v1/tasks/$task" | text title)" = "$someone" ] || fail 'It reads otherwise.'
echo 'It was read back.'
