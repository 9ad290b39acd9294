"""A key that leads to many tables, held by PostgreSQL in both directions."""

import pgtrigger

# The first two words of a kind are the owner's table, by Django's own naming.
TABLE = "split_part(NEW.kind, '.', 1) || '_' || split_part(NEW.kind, '.', 2)"


def about_a_row(name: str) -> pgtrigger.Trigger:
    """A document is about a row that is there, and stays about it."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("kind", "owner"),
        declare=[("found", "integer")],
        func=f"""
            EXECUTE format('SELECT 1 FROM %I WHERE uuid = $1 FOR KEY SHARE', {TABLE})
                INTO found USING NEW.owner;
            IF found IS NULL THEN
                RAISE EXCEPTION 'A document is about a row that is there'
                    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  written here, never from input
    )


def keeps_documents(name: str) -> pgtrigger.Trigger:
    """For the owner's ``Meta.triggers``: a row whose documents we have is not deleted."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM core_document WHERE owner = OLD.uuid AND removed_at IS NULL
            ) THEN
                RAISE EXCEPTION 'Documents are attached to this row'
                    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN OLD;
        """,  # noqa: S608  written here, never from input
    )
