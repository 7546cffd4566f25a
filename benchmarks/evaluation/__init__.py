"""Benchmarks of the evaluation harness: its values, speed, memory and significance test."""
