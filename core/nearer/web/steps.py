"""A step: shown with its form or its answers, saved for later, sent, passed, confirmed, shared one thing at a time."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound

pages = Blueprint("steps", __name__)
