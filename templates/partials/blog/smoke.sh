token=$(post /api/users "{\"user\": {\"username\": \"$someone\", \"email\": \"$someone@example.com\", \"password\": \"$password\"}}" | text token)
echo 'Somebody signed up.'
article=$(post /api/articles "{\"article\": {\"title\": \"$someone\", \"description\": \"Smoke\", \"body\": \"It runs.\"}}" | text slug)
echo 'An article was written.'
[ "$(get "/api/articles/$article" | text title)" = "$someone" ] || fail 'It reads otherwise.'
echo 'It was read back.'
