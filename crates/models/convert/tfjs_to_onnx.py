"""Turns the `faceres` graph of @vladmandic/human from a TensorFlow.js graph model into ONNX.

Only the path to the 1024-value embedding is kept; the age and gender heads are left out on purpose: the
project has no use for them, and what is not computed cannot leak. Weights stay float16.
"""

import base64
import json
import os

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


def read_weights(folder, manifest):
    weights, offset = {}, 0
    data = b"".join(open(os.path.join(folder, p), "rb").read() for g in manifest for p in g["paths"])
    for w in (w for g in manifest for w in g["weights"]):
        kind = np.dtype(w.get("quantization", {}).get("dtype", w["dtype"]))
        count = int(np.prod(w["shape"], dtype=np.int64))
        weights[w["name"]] = np.frombuffer(data, kind, count, offset).reshape(w["shape"])
        offset += count * kind.itemsize
    assert offset == len(data), "the weights file has another length than its manifest"
    return weights


def same_pads(size, kernel, stride):
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def needed(nodes, end):
    found, todo = set(), [end]
    while todo:
        name = todo.pop().split(":")[0]
        if name not in found:
            found.add(name)
            todo += nodes[name].get("input", [])
    return found


def convert(source, target, end="global_pooling/Mean", size=224):
    topology = json.load(open(source))
    nodes = {n["name"]: n for n in topology["modelTopology"]["node"]}
    weights = read_weights(os.path.dirname(source), topology["weightsManifest"])
    keep = needed(nodes, end)
    out, initialisers, constants = [], [], {}
    sizes = {}  # height (= width) of each picture on the way

    def constant(array, stem):
        name = f"{stem}_{len(initialisers)}"
        half = array.astype(np.float16)
        assert np.array_equal(half.astype(np.float32), array.astype(np.float32)), stem
        initialisers.append(numpy_helper.from_array(np.ascontiguousarray(half), name))
        out.append(helper.make_node("Cast", [name], [name + "_f32"], to=TensorProto.FLOAT))
        return name + "_f32"

    def operand(name):
        if name not in constants:
            return name
        value = constants[name]
        return constant(value.reshape(-1, 1, 1) if value.ndim == 1 else value, "c")

    for name, node in nodes.items():
        if name not in keep:
            continue
        op, inputs = node["op"], [i.split(":")[0] for i in node.get("input", [])]
        attr = node.get("attr", {})
        if op == "Const":
            constants[name] = weights[name]
            continue
        if op == "Placeholder":
            start, sizes[name] = name, size
            continue
        sizes[name] = max((sizes[i] for i in inputs if i in sizes), default=size)
        if op in ("Conv2D", "DepthwiseConv2dNative"):
            kernel = constants[inputs[1]]
            stride = int(attr["strides"]["list"]["i"][1])
            padding = attr["padding"]["s"]
            padding = base64.b64decode(padding).decode() if padding not in ("SAME", "VALID") else padding
            before, after = same_pads(sizes[inputs[0]], kernel.shape[0], stride) if padding == "SAME" else (0, 0)
            sizes[name] = (sizes[inputs[0]] + before + after - kernel.shape[0]) // stride + 1
            deep = op != "Conv2D"
            kernel_out = kernel.transpose(2, 3, 0, 1) if deep else kernel.transpose(3, 2, 0, 1)
            out.append(helper.make_node(
                "Conv", [inputs[0], constant(kernel_out, "k")], [name], strides=[stride, stride],
                kernel_shape=list(kernel.shape[:2]), pads=[before, before, after, after],
                group=kernel.shape[2] if deep else 1))
        elif op in ("Add", "Mul", "Minimum", "Maximum"):
            kind = {"Minimum": "Min", "Maximum": "Max"}.get(op, op)
            out.append(helper.make_node(kind, [operand(i) for i in inputs], [name]))
        elif op == "Relu":
            out.append(helper.make_node("Relu", inputs, [name]))
        elif op == "Mean":
            assert sorted(constants[inputs[1]].tolist()) == [1, 2], "the mean over height and width"
            out.append(helper.make_node("ReduceMean", [inputs[0]], [name], axes=[2, 3], keepdims=0))
        else:
            raise SystemExit(f"no rule for the operator {op}")

    rename = {start: "picture", end: "embedding"}
    for n in out:
        n.input[:] = [rename.get(i, i) for i in n.input]
        n.output[:] = [rename.get(o, o) for o in n.output]
    info = helper.make_tensor_value_info
    graph = helper.make_graph(
        out, "greenroom", [info("picture", TensorProto.FLOAT, [1, 3, size, size])],
        [info("embedding", TensorProto.FLOAT, [1, 1024])], initialisers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, target)
