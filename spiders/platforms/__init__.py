"""Platforms know how one publishing system lists its pages; pure functions on HTML."""
