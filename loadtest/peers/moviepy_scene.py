"""A ten-second scene as MoviePy users make one: a function that draws each frame, here with Pillow, and sound from numpy.

Layers, four figures that walk, two balls that bounce; H.264 by ffmpeg's fastest preset. The last line of output is JSON.
"""

import argparse
import importlib.metadata
import json
import math
import resource
import time

import numpy as np
from moviepy import AudioClip, VideoClip
from PIL import Image, ImageDraw


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True)
    for name in ("seconds", "width", "height", "fps", "seed"):
        parser.add_argument("--" + name, type=int, required=True)
    return parser.parse_args()


class Scene:
    def __init__(self, width, height, seed):
        self.width, self.height = width, height
        random = np.random.default_rng(seed)
        self.colours = [tuple(int(c) for c in random.integers(40, 220, 3)) for _ in range(8)]
        self.phases = random.uniform(0, 2 * math.pi, 8)
        self.sky = self.gradient()
        self.first = None

    def gradient(self):
        down = np.linspace(0, 1, self.height)[:, None, None]
        top, bottom = np.array([90, 150, 235]), np.array([235, 225, 200])
        return Image.fromarray(np.broadcast_to(top + (bottom - top) * down, (self.height, self.width, 3)).astype(np.uint8))

    def hills(self, draw, t):
        for layer in range(4):
            base = self.height * (0.45 + 0.1 * layer)
            shift = t * 20 * (layer + 1)
            points = [(x, base + 40 * math.sin((x + shift) / (160 - 20 * layer) + self.phases[layer])) for x in range(0, self.width + 24, 24)]
            shade = 70 + 25 * layer
            draw.polygon([(0, self.height), *points, (self.width, self.height)], fill=(shade // 2, shade + 60, shade // 2))

    def figure(self, draw, number, t):
        x = (self.width * (0.15 + 0.25 * number) + t * 60) % self.width
        ground = self.height * 0.86
        swing = math.sin(t * 7 + self.phases[number])
        colour = self.colours[number]
        hip, neck = (x, ground - 150), (x + 6, ground - 290)
        for side in (-1, 1):
            knee = (x + side * swing * 34, ground - 76)
            draw.line([hip, knee, (knee[0] - side * swing * 16, ground)], fill=(50, 50, 80), width=26, joint="curve")
            elbow = (neck[0] - side * swing * 40, neck[1] + 74)
            draw.line([neck, elbow, (elbow[0] + 22, elbow[1] + 52)], fill=colour, width=20, joint="curve")
        draw.line([hip, neck], fill=colour, width=58)
        draw.ellipse([neck[0] - 38, neck[1] - 92, neck[0] + 38, neck[1] - 10], fill=(224, 172, 130))
        draw.ellipse([neck[0] + 10, neck[1] - 60, neck[0] + 18, neck[1] - 52], fill=(30, 30, 30))

    def frame(self, t):
        image = self.sky.copy()
        draw = ImageDraw.Draw(image)
        self.hills(draw, t)
        for number in range(4):
            self.figure(draw, number, t)
        for ball in range(2):
            x = (self.width * (0.3 + 0.4 * ball) + t * 90) % self.width
            y = self.height * 0.84 - abs(math.sin(t * 3 + ball)) * 320
            draw.ellipse([x - 32, y - 32, x + 32, y + 32], fill=self.colours[4 + ball])
        if self.first is None:
            self.first = time.monotonic()
        return np.asarray(image)


def sound(t):
    t = np.asarray(t, dtype=float)
    bounce = np.exp(-12 * np.mod(t, 1.05)) * np.sin(2 * math.pi * 140 * t)
    wind = 0.05 * np.sin(2 * math.pi * 73 * t) * np.sin(2 * math.pi * 0.3 * t)
    both = 0.5 * bounce + wind
    return np.stack([both, both], axis=-1)


def cpu_seconds():
    parts = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in parts)


def main():
    asked = arguments()
    used = cpu_seconds()
    began = time.monotonic()
    scene = Scene(asked.width, asked.height, asked.seed)
    clip = VideoClip(frame_function=scene.frame, duration=asked.seconds)
    clip = clip.with_audio(AudioClip(frame_function=sound, duration=asked.seconds, fps=48_000))
    scene.first = None
    clip.write_videofile(
        asked.out, fps=asked.fps, codec="libx264", audio_codec="aac", audio_fps=48_000, preset="ultrafast", bitrate="4500k", threads=2, logger=None
    )
    whole = time.monotonic() - began
    print(
        json.dumps(
            {
                "version": importlib.metadata.version("moviepy"),
                "first_picture_ms": (scene.first - began) * 1_000,
                "whole_ms": whole * 1_000,
                "cpu_s": cpu_seconds() - used,
            }
        )
    )


if __name__ == "__main__":
    main()
