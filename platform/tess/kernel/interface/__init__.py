"""The interface kit: what every page is made of.

Templates to extend: `kernel/shell.html` (signed in), `kernel/public.html` (anyone), `kernel/errors/alone.html`
(needs nothing). Pieces to include: `kernel/messages.html`, `kernel/empty.html`, `kernel/table.html`,
`kernel/older.html`.
Tags: `{% load interface %}`. Places of the rail: `navigation.place(...)`. Pictures of figures: `charts`.
Long lists: `paging`. The browser's rules: `policy`.
"""
