from importlib import import_module

Migration = import_module("tests.tess.kernel.replayed.migrations.0001_initial").Migration
