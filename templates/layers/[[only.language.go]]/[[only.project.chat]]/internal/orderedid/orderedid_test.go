package orderedid

import "testing"

func TestIdsSortByTime(t *testing.T) {
	var ids Generator
	latest := First
	for range 1000 {
		next := ids.Next()
		if next <= latest || next[14] != '7' {
			t.Fatalf("%s after %s", next, latest)
		}
		latest = next
	}
}

func TestAnIdSortsAfterOneFromAClockAhead(t *testing.T) {
	var ids Generator
	ahead := "ffffffff-ffff-7fff-8fff-ffffffffffff"
	if next := ids.After("7fffffff-0000-7000-8000-0000000000ff"); next != "7fffffff-0000-7000-8000-000000000100" {
		t.Error(next)
	}
	if next := ids.Next(); next != "7fffffff-0000-7000-8000-000000000101" {
		t.Error(next)
	}
	if next := ids.Next(); next >= ahead {
		t.Error(next)
	}
}
