# Writes the first events of a file as the Python tool does, and prints how many seconds the writing took:
# rowwise.py LINES DATABASE ROWS.
import datetime
import itertools
import json
import sys
import time

import duckdb


def row(line):
    event = json.loads(line)
    properties = event["properties"]
    at = datetime.datetime.fromtimestamp(properties.pop("time") / 1000, datetime.timezone.utc)
    user, insert_id = str(properties.pop("distinct_id", "")), str(properties.pop("$insert_id", hash(line)))
    return event["event"], at.replace(tzinfo=None), user, insert_id, json.dumps(properties)


with open(sys.argv[1], encoding="utf-8") as lines:
    rows = [row(line) for line in itertools.islice(lines, int(sys.argv[3]))]

begun = time.monotonic()
connection = duckdb.connect(sys.argv[2])
connection.execute(
    """CREATE TABLE events (event_name VARCHAR NOT NULL, event_time TIMESTAMP NOT NULL,
       distinct_id VARCHAR NOT NULL, insert_id VARCHAR PRIMARY KEY, properties JSON)"""
)
for start in range(0, len(rows), 1000):
    connection.begin()
    connection.executemany("INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?)", rows[start : start + 1000])
    connection.commit()
connection.close()
print(f"{time.monotonic() - begun:.3f}")
