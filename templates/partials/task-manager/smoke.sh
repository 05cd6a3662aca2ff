token=$(post /api/v1/auth/register "{\"email\": \"$someone@example.com\", \"password\": \"$password\", \"name\": \"Smoke\"}" | text access_token)
echo 'Signed up.'
task=$(post /api/v1/tasks "{\"title\": \"$someone\"}" | text id)
echo 'Created a task.'
[ "$(get "/api/v1/tasks/$task" | text title)" = "$someone" ] || fail 'The task differs from the one that was sent.'
echo 'Read it back.'
