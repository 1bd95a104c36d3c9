"""A ten-second scene as Manim users make one: shapes on layers, each moved by an updater, and a sound beside it.

Four figures that walk and two balls that bounce, as in the other peers' scene; Manim's own encoder writes H.264. The last line of
output is JSON.
"""

import argparse
import importlib.metadata
import json
import math
import pathlib
import resource
import shutil
import tempfile
import time
import wave

import manim
import numpy as np
from manim import BLUE, DOWN, GREEN, LEFT, RIGHT, UP, Circle, Line, Polygon, Rectangle, Scene, VGroup, tempconfig


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True)
    for name in ("seconds", "width", "height", "fps", "seed"):
        parser.add_argument("--" + name, type=int, required=True)
    return parser.parse_args()


def sound(path, seconds):
    t = np.arange(seconds * 48_000) / 48_000
    samples = 0.5 * np.exp(-12 * np.mod(t, 1.05)) * np.sin(2 * math.pi * 140 * t)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((samples * 32_767).astype("<i2").tobytes())


class Park(Scene):
    seconds, seed, noise, first = 10, 0, None, None

    def hills(self):
        for layer in range(4):
            points = [RIGHT * x + UP * (1 - layer + 0.3 * math.sin(x * (1.2 + 0.2 * layer))) for x in np.arange(-6, 6.2, 0.2)]
            hill = Polygon(*points, RIGHT * 6 + DOWN * 8, LEFT * 6 + DOWN * 8, stroke_width=0, fill_color=GREEN, fill_opacity=0.3 + 0.2 * layer)
            hill.add_updater(lambda hill, dt, pace=0.1 * (layer + 1): hill.shift(LEFT * pace * dt))
            self.add(hill)

    def figure(self, number, random):
        colour = manim.rgb_to_color(random.uniform(0.2, 0.9, 3))
        neck, hip = UP * 0.5, DOWN * 0.3
        limbs = [Line(neck, neck + DOWN * 0.7, stroke_width=14, color=colour) for _ in range(2)]
        limbs += [Line(hip, hip + DOWN * 0.9, stroke_width=18) for _ in range(2)]
        body = Line(hip, neck, stroke_width=40, color=colour)
        head = Circle(0.25, stroke_width=0, fill_color="#e0ac82", fill_opacity=1).shift(UP * 0.85)
        figure = VGroup(*limbs, body, head).shift(LEFT * (1.6 - number) + DOWN * 2.5)
        figure.time, phase = 0.0, random.uniform(0, 6)

        def walk(group, dt):
            group.time += dt
            for index, limb in enumerate(limbs):
                limb.rotate(math.cos(group.time * 7 + phase) * 3 * dt * (-1) ** index, about_point=limb.get_start())
            group.shift(RIGHT * 0.2 * dt)

        figure.add_updater(walk)
        self.add(figure)

    def ball(self, number, random):
        ball = Circle(0.2, stroke_width=0, fill_color=manim.rgb_to_color(random.uniform(0.2, 0.9, 3)), fill_opacity=1)
        ball.time = float(number)

        def bounce(shape, dt):
            shape.time += dt
            shape.move_to(RIGHT * (number - 0.5 + 0.2 * shape.time) + DOWN * 3.4 + UP * 2 * abs(math.sin(3 * shape.time)))

        ball.add_updater(bounce)
        self.add(ball)

    def construct(self):
        random = np.random.default_rng(self.seed)
        self.add(Rectangle(width=9, height=17, stroke_width=0, fill_color=[BLUE, "#ebe1c8"], fill_opacity=1))
        self.hills()
        for number in range(4):
            self.figure(number, random)
        for number in range(2):
            self.ball(number, random)
        self.add_sound(str(self.noise))
        self.wait(1 / 24)
        Park.first = time.monotonic()
        self.wait(self.seconds - 1 / 24)


def cpu_seconds():
    parts = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in parts)


def main():
    asked = arguments()
    used = cpu_seconds()
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        began = time.monotonic()
        Park.seconds, Park.seed, Park.noise = asked.seconds, asked.seed, folder / "noise.wav"
        sound(Park.noise, asked.seconds)
        config = {
            "pixel_width": asked.width,
            "pixel_height": asked.height,
            "frame_width": 8.0 * asked.width / asked.height * 1.6,
            "frame_height": 12.8,
            "frame_rate": asked.fps,
            "media_dir": str(folder),
            "disable_caching": True,
            "progress_bar": "none",
            "verbosity": "CRITICAL",
        }
        with tempconfig(config):
            scene = Park()
            scene.render()
            shutil.move(scene.renderer.file_writer.movie_file_path, asked.out)
        whole = time.monotonic() - began
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(
        json.dumps(
            {
                "version": importlib.metadata.version("manim"),
                "first_picture_ms": (Park.first - began) * 1_000,
                "whole_ms": whole * 1_000,
                "cpu_s": cpu_seconds() - used,
            }
        )
    )


if __name__ == "__main__":
    main()
