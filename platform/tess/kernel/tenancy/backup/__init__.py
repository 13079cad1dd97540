"""Dump and restore, with Postgres' own programs, and compare table by table what came back with what was there."""
