from autoreach.serving import prepare


def test_a_changed_migration_or_static_file_or_database_is_prepared_for_again(monkeypatch, tmp_path):
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    for name in (
        "requirements.txt",
        "leads/migrations/0001_initial.py",
        "autoreach/calls/migrations/0001_initial.py",
        "static/css/app.css",
        "var/postgres/PG_VERSION",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("18")
    seen = [prepare.fingerprint(tmp_path / "var"), prepare.fingerprint(tmp_path / "var")]
    for name in ("leads/migrations/0002_more.py", "autoreach/calls/migrations/0002_more.py", "static/css/more.css"):
        (tmp_path / name).write_text("")
        seen.append(prepare.fingerprint(tmp_path / "var"))
    (tmp_path / "var/postgres/PG_VERSION").rename(tmp_path / "var/postgres/moved")
    seen.append(prepare.fingerprint(tmp_path / "var"))
    assert [len(set(seen)), seen[0] == seen[1]] == [5, True]
