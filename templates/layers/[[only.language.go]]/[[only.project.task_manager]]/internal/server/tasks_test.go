package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/app/internal/app"
	"example.com/app/internal/database"
	"example.com/app/internal/settings"
)

const (
	tasks    = "/api/v1/tasks"
	projects = "/api/v1/projects"
	missing  = "01234567-89ab-4def-8123-456789abcdef"
)

// add adds a task and returns its path.
func (p person) add(members map[string]any) string {
	p.t.Helper()
	if members["title"] == nil {
		members["title"] = "A task"
	}
	return p.post(tasks, members).is(201).header.Get("Location")
}

// titles of a list.
func (p person) titles(query string) []string {
	p.t.Helper()
	titles := []string{}
	for _, item := range p.get(tasks + query).is(200).items() {
		titles = append(titles, item["title"].(string))
	}
	return titles
}

func TestATaskNeedsNothingButATitle(t *testing.T) {
	alice := signUp(t, start(t))
	created := alice.post(tasks, map[string]any{"title": "Water them 🌱"}).is(201)
	equal(t, created.header.Get("ETag"), `"1"`)
	task := created.json()
	equal(t, created.header.Get("Location"), tasks+"/"+task["id"].(string))
	equal(t, alice.get(created.header.Get("Location")).is(200).json(), task)
	for _, member := range []string{"id", "created_at", "updated_at"} {
		delete(task, member)
	}
	equal(t, task, map[string]any{
		"title": "Water them 🌱", "description": "", "status": "todo", "priority": "medium", "due_at": nil,
		"completed_at": nil, "project_id": nil, "labels": []any{}, "version": 1,
	})
}

func TestATaskKeepsAllItIsGiven(t *testing.T) {
	alice := signUp(t, start(t))
	given := map[string]any{
		"title": strings.Repeat("x", 200), "description": strings.Repeat("🌱", 10_000), "status": "in_progress",
		"priority": "urgent", "due_at": "2026-01-31T09:30:00.123Z", "labels": []string{"a", strings.Repeat("x", 50)},
		"project_id": alice.post(projects, map[string]any{"name": "Launch"}).text("id"),
	}
	task := alice.post(tasks, given).is(201).json()
	for member, value := range given {
		equal(t, task[member], value)
	}
}

func TestInvalidMembersAreReportedTogether(t *testing.T) {
	alice := signUp(t, start(t))
	given := map[string]any{
		"title": "", "description": 7, "status": "lost", "priority": nil, "due_at": "tomorrow", "project_id": "x",
		"labels": []any{"a", "", 7}, "owner": "bob",
	}
	refused := alice.post(tasks, given).is(422)
	errors := refused.json()["errors"].([]any)
	equal(t, len(errors), 9)
	alice.post(tasks, map[string]any{"title": "x", "labels": nil}).is(422)
	alice.post(tasks, map[string]any{"title": "x", "labels": strings.Split(strings.Repeat("x,", 21), ",")}).is(422)
	alice.post(tasks, map[string]any{"title": "x", "project_id": missing}).is(422)
}

func TestLabelsAreSortedByCodePointAndThereIsOneOfEach(t *testing.T) {
	alice := signUp(t, start(t))
	path := alice.add(map[string]any{"labels": []string{"b", "é", "🌱", "a", "b", "B", "a ", "\uffee", "e\u0301"}})
	equal(t, alice.get(path).json()["labels"], []string{"B", "a", "a ", "b", "é", "\uffee", "🌱"})
}

func TestCompletedAtFollowsTheStatus(t *testing.T) {
	alice := signUp(t, start(t))
	path := alice.add(map[string]any{"status": "done"})
	completed := alice.get(path).text("completed_at")
	if completed == "" {
		t.Error("it is not completed")
	}
	change := func(status string) answer {
		return alice.patch(path, map[string]any{"status": status}, "If-Match", "*").is(200)
	}
	equal(t, change("done").text("completed_at"), completed)
	equal(t, change("todo").json()["completed_at"], nil)
	again := change("done")
	equal(t, again.text("completed_at"), again.text("updated_at"))
}

func TestAChangeNamesTheVersionThatItChanges(t *testing.T) {
	alice := signUp(t, start(t))
	path := alice.add(map[string]any{})
	title := map[string]any{"title": "Changed"}
	alice.patch(path, title).is(428)
	equal(t, alice.patch(path, title, "If-Match", `W/"1-gzip"`).is(200).header.Get("ETag"), `"2"`)
	alice.patch(path, title, "If-Match", `"1"`).is(412)
	alice.get(path, "If-None-Match", `"2"`).is(304)
	alice.get(path, "If-None-Match", `"1"`).is(200)
	alice.delete(path, "If-Match", `"1"`).is(412)
	alice.delete(path, "If-Match", `"2"`).is(204)
	alice.get(path).is(404)
	alice.delete(alice.add(map[string]any{})).is(204)
}

func TestAMergePatchKeepsWhatItLeavesOutAndClearsWhatIsNull(t *testing.T) {
	alice := signUp(t, start(t))
	project := alice.post(projects, map[string]any{"name": "Launch"}).text("id")
	path := alice.add(map[string]any{
		"title": "Kept", "labels": []string{"a"}, "due_at": "2026-01-31T09:30:00Z", "project_id": project,
	})
	cleared := alice.patch(path, map[string]any{"due_at": nil, "project_id": nil},
		"If-Match", `"1"`, "Content-Type", "application/merge-patch+json").is(200).json()
	equal(t, []any{cleared["title"], cleared["labels"], cleared["due_at"], cleared["project_id"]},
		[]any{"Kept", []string{"a"}, nil, nil})
	alice.patch(path, map[string]any{"labels": []string{}}, "If-Match", "*").is(200)
	equal(t, alice.get(path).json()["labels"], []string{})
	alice.patch(path, map[string]any{"project_id": missing}, "If-Match", "*").is(422)
	alice.patch(path, map[string]any{"title": nil}, "If-Match", "*").is(422)
}

func TestOfManyWritersExactlyOneWins(t *testing.T) {
	alice := signUp(t, start(t))
	path := alice.add(map[string]any{})
	statuses := atOnce(10, func(number int) int {
		return alice.patch(path, map[string]any{"title": fmt.Sprint(number)}, "If-Match", `"1"`).status
	})
	equal(t, statuses, []int{200, 412, 412, 412, 412, 412, 412, 412, 412, 412})
}

func TestARequestThatIsSentAgainIsDoneOnce(t *testing.T) {
	alice := signUp(t, start(t))
	once := func(members map[string]any) answer {
		members["title"] = "Once"
		return alice.post(tasks, members, "Idempotency-Key", "key")
	}
	once(map[string]any{"project_id": missing}).is(422)
	first := once(map[string]any{"labels": []string{"b", "a"}}).is(201)
	again := once(map[string]any{"labels": []string{"a", "b"}}).is(201)
	equal(t, again.json(), first.json())
	equal(t, again.header.Get("Location"), first.header.Get("Location"))
	once(map[string]any{}).is(422)
	alice.post(tasks, map[string]any{"title": "x"}, "Idempotency-Key", "with space").is(422)
	equal(t, len(alice.titles("")), 1)

	alice.execute("UPDATE idempotent_requests SET body = NULL WHERE user_id = ?", alice.id)
	once(map[string]any{"labels": []string{"a", "b"}}).is(409)
	alice.execute("UPDATE idempotent_requests SET started_at = ? WHERE user_id = ?", database.Now().Add(-time.Hour), alice.id)
	once(map[string]any{"labels": []string{"a", "b"}}).is(201)
}

func TestOfManyRequestsWithOneKeyOneIsDone(t *testing.T) {
	alice := signUp(t, start(t))
	atOnce(10, func(int) int {
		return alice.post(tasks, map[string]any{"title": "Once"}, "Idempotency-Key", "key").status
	})
	equal(t, len(alice.titles("")), 1)
}

func TestTasksAreFiltered(t *testing.T) {
	alice := signUp(t, start(t))
	project := alice.post(projects, map[string]any{"name": "Launch"}).text("id")
	alice.add(map[string]any{"title": "Straße 100%", "labels": []string{"a", "b"}, "due_at": "2026-01-10T00:00:00Z"})
	alice.add(map[string]any{"title": "other", "description": "ΣΊΣΥΦΟΣ", "labels": []string{"a"}, "project_id": project})
	alice.add(map[string]any{"title": "done", "status": "done", "priority": "low", "due_at": "2026-01-20T00:00:00Z"})
	tests := map[string][]string{
		"?status=done":  {"done"},
		"?priority=low": {"done"},
		"?project_id=" + strings.ToUpper(project): {"other"},
		"?label=a&sort=title":                     {"Straße 100%", "other"},
		"?label=a&label=b":                        {"Straße 100%"},
		"?due_before=2026-01-15T00:00:00Z":        {"Straße 100%"},
		"?due_after=2026-01-15T00:00:00Z":         {"done"},
		"?q=STRASSE":                              {"Straße 100%"},
		"?q=100%25":                               {"Straße 100%"},
		"?q=1_0":                                  {},
		"?q=σίσυφος":                              {"other"},
	}
	for query, want := range tests {
		t.Run(query, func(t *testing.T) { equal(t, alice.titles(query), want) })
	}
	for _, query := range []string{
		"?status=lost", "?sort=color", "?limit=0", "?project_id=x", "?due_before=x", "?label=", "?cursor=x", "?cursor=", "?q=a&q=b",
	} {
		alice.get(tasks + query).is(422)
	}
}

func TestAListIsWalkedInEveryOrder(t *testing.T) {
	alice := signUp(t, start(t))
	for number, due := range []any{"2026-01-03T00:00:00Z", nil, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", nil} {
		priority := []string{"low", "urgent", "medium", "high", "low"}[number]
		alice.add(map[string]any{"title": fmt.Sprint(number), "due_at": due, "priority": priority})
	}
	for _, by := range []string{"created_at", "due_at", "priority", "title"} {
		for _, sort := range []string{by, "-" + by} {
			whole := alice.titles("?sort=" + sort)
			equal(t, len(whole), 5)
			walked := []string{}
			path := tasks + "?limit=2&sort=" + sort
			for path != "" {
				page := alice.get(path).is(200)
				for _, item := range page.items() {
					walked = append(walked, item["title"].(string))
				}
				link, _, _ := strings.Cut(strings.TrimPrefix(page.header.Get("Link"), "<"), ">")
				path = link
			}
			equal(t, walked, whole)
		}
	}
	equal(t, alice.titles("?sort=-priority")[:2], []string{"1", "3"})
}

func TestACursorIsForOneList(t *testing.T) {
	alice := signUp(t, start(t))
	for range 3 {
		alice.add(map[string]any{})
	}
	cursor := url.QueryEscape(alice.get(tasks + "?limit=1").text("next_cursor"))
	alice.get(tasks + "?limit=2&cursor=" + cursor).is(200)
	alice.get(tasks + "?status=todo&cursor=" + cursor).is(422)
	alice.get(projects + "?cursor=" + cursor).is(422)
	alice.get(tasks + "?cursor=" + cursor[1:]).is(422)
}

func TestAProjectIsChangedAndDeletedWithoutItsTasks(t *testing.T) {
	alice := signUp(t, start(t))
	created := alice.post(projects, map[string]any{"name": "Launch", "color": "#2F6fed"}).is(201)
	path := created.header.Get("Location")
	equal(t, alice.get(path).is(200).json(), created.json())
	alice.post(projects, map[string]any{"name": "Launch"}).is(409)
	alice.post(projects, map[string]any{"name": "Other", "color": "blue"}).is(422)
	other := alice.post(projects, map[string]any{"name": "Other"}).header.Get("Location")
	alice.patch(other, map[string]any{"name": "Launch"}).is(409)
	changed := alice.patch(path, map[string]any{"color": nil, "archived": true}).is(200).json()
	equal(t, []any{changed["name"], changed["color"], changed["archived"]}, []any{"Launch", nil, true})
	alice.patch(path, map[string]any{"archived": "yes"}).is(422)
	alice.patch(path, map[string]any{"name": "Launched", "archived": false}).is(200)
	equal(t, len(alice.get(projects).items()), 2)

	task := alice.add(map[string]any{"project_id": created.text("id")})
	alice.delete(path).is(204)
	kept := alice.get(task).is(200)
	equal(t, []any{kept.json()["project_id"], kept.header.Get("ETag")}, []any{nil, `"2"`})
}

func TestAStrangerLearnsNothing(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	hers := map[string]string{projects: alice.post(projects, map[string]any{"name": "Hers"}).text("id")}
	_, hers[tasks], _ = strings.Cut(alice.add(map[string]any{}), tasks+"/")
	for path, id := range hers {
		for _, method := range []string{http.MethodGet, http.MethodPatch, http.MethodDelete} {
			var body any
			if method == http.MethodPatch {
				body = map[string]any{}
			}
			found := bob.send(method, path+"/"+id, body, "If-Match", "*").is(404)
			equal(t, bob.send(method, path+"/"+missing, body, "If-Match", "*").is(404).json(), found.json())
			bob.send(method, path+"/x", body, "If-Match", "*").is(404)
			a.send(method, path+"/"+id, body).is(401)
		}
	}
	bob.post(tasks, map[string]any{"title": "Intruder", "project_id": hers[projects]}).is(422)
	equal(t, len(bob.titles("")), 0)
}

func TestLabelsAndStatisticsAreThoseOfTheCaller(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	bob.add(map[string]any{"labels": []string{"z"}, "status": "done"})
	equal(t, alice.get("/api/v1/labels").is(200).json(), map[string]any{"items": []any{}})
	for _, status := range []string{"todo", "in_progress", "done", "cancelled"} {
		alice.add(map[string]any{"labels": []string{"b", "B"}, "status": status, "due_at": "2026-01-01T00:00:00Z", "priority": "low"})
	}
	equal(t, alice.get("/api/v1/labels").items(), []any{
		map[string]any{"name": "B", "count": 4}, map[string]any{"name": "b", "count": 4},
	})
	equal(t, alice.get("/api/v1/stats").is(200).json(), map[string]any{
		"by_status":   map[string]int{"todo": 1, "in_progress": 1, "done": 1, "cancelled": 1},
		"by_priority": map[string]int{"low": 4, "medium": 0, "high": 0, "urgent": 0},
		"overdue":     2, "completed_last_7_days": 1,
	})
}

func TestAGuestHasASample(t *testing.T) {
	a := start(t, func(s *settings.Settings) { s.Demo = true })
	guest := signedIn(a, a.post("/api/v1/auth/guest", nil).is(201))
	equal(t, len(guest.titles("")), 6)
	equal(t, len(guest.get(projects).items()), 2)
}

func TestTheDemoAccountIsMadeOnce(t *testing.T) {
	a := start(t)
	for range 2 {
		if err := a.app.Seed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	demo := signedIn(a, a.post(login, map[string]any{"email": app.DemoEmail, "password": app.DemoPassword}).is(200))
	equal(t, len(demo.titles("")), 6)
	a.execute("UPDATE users SET password_hash = '' WHERE id = ?", demo.id)
	if err := a.app.Seed(t.Context()); err != app.ErrTaken {
		t.Error(err)
	}
	a.execute("DELETE FROM users WHERE id = ?", demo.id)
}
