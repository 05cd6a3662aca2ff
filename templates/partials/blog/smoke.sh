token=$(post /api/users "{\"user\": {\"username\": \"$someone\", \"email\": \"$someone@example.com\", \"password\": \"$password\"}}" | text token)
echo 'Signed up.'
article=$(post /api/articles "{\"article\": {\"title\": \"$someone\", \"description\": \"Smoke\", \"body\": \"It runs.\"}}" | text slug)
echo 'Created an article.'
[ "$(get "/api/articles/$article" | text title)" = "$someone" ] || fail 'The article differs from the one that was sent.'
echo 'Read it back.'
