from django.db import migrations

KEEP_VECTORS = """
CREATE FUNCTION pool_model_number(name text) RETURNS integer LANGUAGE sql IMMUTABLE
    RETURN ('x' || left(md5(name), 8))::bit(32)::int;
CREATE FUNCTION pool_keep_vectors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO pool_poolvector (profile_id, example_of_id, model, embedding)
        SELECT id, example_of_id, pool_model_number(embedding_model), embedding FROM added;
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE pool_poolvector v
        SET example_of_id = a.example_of_id, model = pool_model_number(a.embedding_model), embedding = a.embedding
        FROM added a JOIN removed r USING (id)
        WHERE v.profile_id = a.id AND (a.example_of_id, a.embedding_model, a.embedding)
            IS DISTINCT FROM (r.example_of_id, r.embedding_model, r.embedding);
    ELSE
        DELETE FROM pool_poolvector v USING removed r WHERE v.profile_id = r.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_vectors_added AFTER INSERT ON pool_poolprofile
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION pool_keep_vectors();
CREATE TRIGGER keep_vectors_changed AFTER UPDATE ON pool_poolprofile
    REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION pool_keep_vectors();
CREATE TRIGGER keep_vectors_removed AFTER DELETE ON pool_poolprofile
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION pool_keep_vectors();
"""
DROP_VECTORS = """
DROP TRIGGER keep_vectors_added ON pool_poolprofile;
DROP TRIGGER keep_vectors_changed ON pool_poolprofile;
DROP TRIGGER keep_vectors_removed ON pool_poolprofile;
DROP FUNCTION pool_keep_vectors();
DROP FUNCTION pool_model_number(text);
"""


class Migration(migrations.Migration):
    dependencies = [("pool", "0001_initial")]

    operations = [
        # The scan that finds candidates reads every vector: none may be moved out of its row.
        migrations.RunSQL(
            "ALTER TABLE pool_poolvector ALTER COLUMN embedding SET STORAGE PLAIN",
            "ALTER TABLE pool_poolvector ALTER COLUMN embedding SET STORAGE EXTERNAL",
        ),
        migrations.RunSQL(KEEP_VECTORS, DROP_VECTORS),
    ]
