from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "goldthread.bench"
    label = "bench"
