"""Ports stay the same from run to run as long as nobody else took them."""

import socket

from local_host.ports import LOOPBACK, Ports, any_free_port, choose_port, is_free


def test_the_preferred_port_is_kept_while_free():
    assert choose_port(8000, free=lambda port: True, other=lambda: 1) == 8000


def test_another_is_chosen_when_the_preferred_is_taken():
    assert choose_port(8000, free=lambda port: False, other=lambda: 1) == 1


def test_any_is_chosen_where_none_is_preferred():
    assert choose_port(None, free=lambda port: True, other=lambda: 1) == 1


def test_a_listening_server_takes_its_port():
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        assert not is_free(server.getsockname()[1])
    assert is_free(any_free_port())


def test_a_chosen_port_is_remembered(tmp_path):
    port = Ports(tmp_path / "port.json").choose("web")
    assert Ports(tmp_path / "port.json").known("web") == port
    assert Ports(tmp_path / "port.json").choose("web", first_choice=1) == port


def test_two_hosts_do_not_collide(tmp_path):
    first = Ports(tmp_path / "first.json")
    second = Ports(tmp_path / "second.json")
    with socket.socket() as server:
        server.bind((LOOPBACK, first.choose("web")))
        server.listen()
        assert second.choose("web", first_choice=first.known("web")) != first.known("web")
