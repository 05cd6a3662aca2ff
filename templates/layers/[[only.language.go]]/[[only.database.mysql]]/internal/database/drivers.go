package database

import "database/sql"

// Schemes are the beginnings of the URLs that this project has drivers for.
var Schemes = []string{"mysql://", "sqlite:///"}

var drivers = map[string]func(url string) (*sql.DB, dialect, error){
	"mysql":  openMySQL,
	"sqlite": openSQLite,
}
