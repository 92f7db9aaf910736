"""Walking through the product by its links, as one person, one page of each kind."""

import re
from urllib.parse import urljoin, urlsplit

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
KEY = re.compile(r"/\d+(?=/)|(?<=/boards/)[a-z-]+(?=/)|(?<=/)s\d+(?:\.\d+)?(?=/)")
ELSEWHERE = re.compile(r"/account/|/download/|/static/|\.ics$|format=")
ALIKE = 3  # of pages that differ only in their record, this many are read for links
MOST = 400
OK = 200


def kind(address):
    """The address without whose record it is, or which filters are chosen."""
    return KEY.sub("/…", urlsplit(address).path)


def body_of(answer):
    """What a page says; a form's token differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text())


def links(address, body):
    for href in HREF.findall(body):
        found = urljoin(address, href.replace("&amp;", "&")).split("#")[0]
        here = urlsplit(found).netloc == urlsplit(address).netloc
        if here and not ELSEWHERE.search(found):
            yield found


def walk(page):
    """An address of each kind that she reaches from here, and the links that are dead."""
    met, dead, read = {}, [], {}
    waiting, seen = [("", page.url)], {page.url}
    while waiting and sum(read.values()) < MOST:
        on, address = waiting.pop(0)
        if read.get(kind(address), 0) >= ALIKE:
            continue
        read[kind(address)] = read.get(kind(address), 0) + 1
        answer = page.request.get(address)
        if answer.status != OK:
            dead.append((kind(on), kind(address), answer.status))
            continue
        met.setdefault(kind(address), address)
        for found in links(address, answer.text()):
            if found not in seen:
                seen.add(found)
                waiting.append((address, found))
    return met, dead
