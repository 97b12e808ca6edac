#!/usr/bin/python3
"""Sends every example of the description of the API to a running server, and
some wrong requests, and checks each answer against what the description says,
strictly: a member that is answered and not described is an error.

    replay.py http://127.0.0.1:8080 user:password

Makes containers and tokens and removes them. Prints what is wrong and exits 1,
or exits 0."""
import base64
import copy
import http.client
import json
import subprocess
import sys
import time
import urllib.parse

from jsonschema import Draft202012Validator, RefResolver

PATIENCE = 90  # seconds, for one answer


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.type = (response.getheader("Content-Type") or "").split(";")[0]
        self.body = body


class Server:
    """A running server, spoken to as one user."""

    def __init__(self, url, login):
        self.address = urllib.parse.urlsplit(url).netloc
        self.login = "Basic " + base64.b64encode(login.encode()).decode()

    def call(self, method, path, body=None, kind=None, login=None):
        """`login`: None = the user's, "" = nobody's, else a header."""
        line = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        headers = {}
        if login is None:
            login = self.login
        if login:
            headers["Authorization"] = login
        if kind:
            headers["Content-Type"] = kind
        line.request(method, path, body, headers)
        response = line.getresponse()
        # Of an answer that goes on, its first line is enough.
        goes_on = "stream=true" in path or "event-stream" in (
            response.getheader("Content-Type") or "")
        text = response.readline() if goes_on else response.read()
        line.close()
        return Answer(response, text)


def strict(node):
    """Has objects hold nothing but what is described."""
    if isinstance(node, list):
        return [strict(each) for each in node]
    if not isinstance(node, dict):
        return node
    result = {key: strict(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict):
        result.setdefault("additionalProperties", False)
    return result


def as_form(value):
    plain = {key: str(each).lower() if isinstance(each, bool) else each
             for key, each in value.items()}
    return urllib.parse.urlencode(plain)


class Replay:
    def __init__(self, url, login):
        self.server = Server(url, login)
        answer = self.server.call("GET", "/v1/openapi.json")
        self.document = json.loads(answer.body)
        strictly = copy.deepcopy(self.document)
        components = strictly["components"]
        components["schemas"] = strict(components["schemas"])
        self.resolver = RefResolver("", strictly)
        self.made = {}  # path -> ids of what was made there
        self.requests = 0
        self.wrong = []

    # -- what the description says ------------------------------------------

    def resolved(self, node):
        while "$ref" in node:
            node = self.resolver.resolve(node["$ref"])[1]
        return node

    def operations(self):
        """All of them: what makes things first, what removes them last."""
        order = {"post": 1, "get": 2, "patch": 3, "put": 3, "delete": 5}
        found = []
        for path, item in self.document["paths"].items():
            for method, what in item.items():
                late = 4 if method == "post" and "{id}" in path else 0
                found.append((late or order[method], path, method, what))
        if not found:
            self.wrong.append("nothing is described")
        return sorted(found, key=lambda each: each[0])

    def ids_for(self, path):
        return self.made.get(path.split("/{id}")[0], ["0" * 64])

    # -- one request --------------------------------------------------------

    def check(self, name, what, answer, expected=None):
        """Compares an answer with the description of its operation."""
        self.requests += 1
        status = str(answer.status)

        def complain(why):
            self.wrong.append(f"{name}: {why}: {answer.body[:300]!r}")

        if expected is None and not status.startswith("2"):
            return complain(f"an example is answered {status}")
        if expected is not None and answer.status != expected:
            return complain(f"{status} instead of {expected}")
        responses = what["responses"]
        if status not in responses and answer.status < 400:
            return complain(f"{status} is not described")
        said = self.resolved(responses.get(status, responses["default"]))
        content = said.get("content")
        if not content:
            return complain("a body is not described") if answer.body else None
        if answer.type not in content:
            return complain(f"{answer.type} is not described")
        if "json" not in answer.type:
            return None
        schema = content[answer.type]["schema"]
        lines = (answer.body.splitlines() if "ndjson" in answer.type
                 else [answer.body])
        validator = Draft202012Validator(schema, resolver=self.resolver)
        for line in lines:
            for error in validator.iter_errors(json.loads(line)):
                at = "/".join(map(str, error.absolute_path))
                complain(f"{at}: {error.message[:200]}")
        return None

    # -- the examples -------------------------------------------------------

    def remember(self, path, answer):
        if answer.status != 201:
            return
        what = json.loads(answer.body)
        made = what.get("container_id") or what.get("id")
        if made:
            self.made.setdefault(path, []).append(made)

    def token_of_a_container(self):
        """Who checks in is a container: its token stands in its environment."""
        for container in self.made.get("/v1/containers", []):
            shown = subprocess.run(
                ["docker", "inspect", "-f", "{{json .Config.Env}}", container],
                capture_output=True, check=True).stdout
            for line in json.loads(shown):
                if line.startswith("SPIN_DOCKER_TOKEN="):
                    return "Bearer " + line.split("=", 1)[1]
        return ""

    def login_for(self, path, what):
        if path == "/v1/check-in":
            return self.token_of_a_container()
        return "" if what.get("security") == [] else None

    def send_bodies(self, path, method, what):
        forms = what["requestBody"]["content"]
        target = path.replace("{id}", self.ids_for(path)[0])
        for kind, form in forms.items():
            for name, example in form["examples"].items():
                value = example["value"]
                body = (json.dumps(value) if kind.endswith("json")
                        else as_form(value))
                answer = self.server.call(method.upper(), target, body, kind,
                                          self.login_for(path, what))
                self.check(f"{what['operationId']} {name} {kind}", what, answer)
                self.remember(path, answer)

    def send_queries(self, path, method, what):
        target = path.replace("{id}", self.ids_for(path)[0])
        login = self.login_for(path, what)
        queries = [""]
        for parameter in map(self.resolved, what.get("parameters", [])):
            if "example" in parameter:
                value = parameter["example"]
                text = str(value).lower() if value in (True, False) else value
                queries.append(f"?{parameter['name']}="
                               + urllib.parse.quote(str(text)))
        for query in queries:
            name = f"{what['operationId']} {query}"
            answer = self.server.call("GET", target + query, login=login)
            self.check(name, what, answer)
            head = self.server.call("HEAD", target + query, login=login)
            if head.status != answer.status or head.body:
                self.wrong.append(f"{name}: HEAD is answered {head.status}")

    def send_recreate(self, path, what):
        """Loses a container as somebody beside the server would, first."""
        made = self.made["/v1/containers"]
        lost = made.pop()
        subprocess.run(["docker", "rm", "-f", lost], capture_output=True,
                       check=True)
        uri = path.split("/{id}")[0] + "/" + lost
        end = time.monotonic() + 30
        while (self.server.call("GET", uri).status != 404
               and time.monotonic() < end):
            time.sleep(0.05)
        answer = self.server.call("POST", path.replace("{id}", lost))
        self.check(what["operationId"], what, answer)
        self.remember("/v1/containers", answer)

    def send_example(self, path, method, what):
        if "requestBody" in what:
            self.send_bodies(path, method, what)
        elif method == "get":
            self.send_queries(path, method, what)
        elif what["operationId"] == "recreateContainer":
            self.send_recreate(path, what)
        else:
            for one in self.ids_for(path):
                answer = self.server.call(method.upper(),
                                          path.replace("{id}", one))
                self.check(what["operationId"], what, answer)

    # -- wrong requests -----------------------------------------------------

    def send_wrong(self, path, method, what):
        name = what["operationId"]
        real = path.replace("{id}", self.ids_for(path)[0])
        send = self.server.call
        if what.get("security") != []:
            self.check(f"{name} by nobody", what,
                       send(method.upper(), real, login=""), 401)
        if method == "get":
            for parameter in map(self.resolved, what.get("parameters", [])):
                kind = parameter["schema"]
                if kind.get("type") in ("boolean", "integer") or "enum" in kind:
                    answer = send("GET", f"{real}?{parameter['name']}=!")
                    self.check(f"{name} {parameter['name']}=!", what, answer,
                               400)
        if "requestBody" in what:
            for body in ("{", "[]", '{"nonsense":1}'):
                answer = send(method.upper(), real, body, "application/json")
                if answer.status < 400:
                    self.wrong.append(f"{name}: {body} is let pass")
                self.check(f"{name} {body}", what, answer, answer.status)
        elif "{id}" in path:
            answer = send(method.upper(), path.replace("{id}", "0" * 64))
            self.check(f"{name} of nothing", what, answer, 404)

    def run(self):
        for _, path, method, what in self.operations():
            self.send_example(path, method, what)
            self.send_wrong(path, method, what)
        for path in self.document["paths"]:
            answer = self.server.call("PUT", path.replace("{id}", "0" * 64))
            if answer.status != 405:
                self.wrong.append(f"PUT {path} is answered {answer.status}")


def main():
    replay = Replay(sys.argv[1], sys.argv[2])
    replay.run()
    for each in replay.wrong:
        print(each)
    print(f"{replay.requests} answers were compared, "
          f"{len(replay.wrong)} things are wrong")
    return 1 if replay.wrong or replay.requests < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
