import http.client
import json
import subprocess
import sys


def test_the_command_says_where_it_listens_and_stops_when_told():
    command = [sys.executable, "-m", "autoreach.sandbox", "--port", "0", "--people", "300"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().split()[-1]
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
        connection.request("GET", "/sandbox")
        assert json.loads(connection.getresponse().read())["people"] == 300
        connection.close()
        process.terminate()
        assert process.wait(60) == 0
