"""The only room that knows the application's database and the file store."""
