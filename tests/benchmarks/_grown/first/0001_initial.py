from importlib import import_module

Migration = import_module("tests.benchmarks._grown.migrations.0001_initial").Migration
