"""Turns the MediaPipe graphs that this project uses from TFLite into ONNX.

It knows the operators of those graphs and stops on any other. Data is kept in NCHW throughout, so
the network's input is (1, 3, height, width); the RESHAPEs of the detector go back to NHWC first.
Weights stay float16, as they are in the TFLite files: each is an initialiser behind a Cast.
"""

import numpy as np
import onnx
import tflite
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
NAMES = {v: k for k, v in vars(tflite.BuiltinOperator).items() if isinstance(v, int)}
DTYPES = {0: np.float32, 1: np.float16, 2: np.int32}
CUSTOM = 32


class Graph:
    def __init__(self, path):
        self.model = tflite.Model.GetRootAsModel(open(path, "rb").read(), 0)
        assert self.model.SubgraphsLength() == 1, "one subgraph only"
        self.sub = self.model.Subgraphs(0)
        self.nodes, self.initialisers, self.values, self.alias = [], [], {}, {}
        self.count = 0

    # Reading

    def shape(self, index):
        return [int(n) for n in self.sub.Tensors(index).ShapeAsNumpy()]

    def constant(self, index):
        """The value of a constant tensor, or None. Looks through DEQUANTIZE."""
        if index in self.values:
            return self.values[index]
        tensor = self.sub.Tensors(index)
        data = self.model.Buffers(tensor.Buffer()).DataAsNumpy()
        if isinstance(data, int) or data is None or len(data) == 0:
            return None
        return np.frombuffer(data.tobytes(), DTYPES[tensor.Type()]).reshape(self.shape(index))

    # Writing

    def fresh(self, stem):
        self.count += 1
        return f"{stem}_{self.count}"

    def node(self, op, inputs, output=None, **attributes):
        output = output or self.fresh(op.lower())
        self.nodes.append(helper.make_node(op, inputs, [output], **attributes))
        return output

    def initialiser(self, array, stem="w"):
        name = self.fresh(stem)
        self.initialisers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def weight(self, array):
        """A float weight: as float16 behind a Cast where nothing is lost by it."""
        half = array.astype(np.float16)
        if not np.array_equal(half.astype(np.float32), array.astype(np.float32)):
            return self.initialiser(array.astype(np.float32))
        return self.node("Cast", [self.initialiser(half)], to=TensorProto.FLOAT)

    def name(self, index):
        return self.alias.get(index, f"t{index}")

    # Operators

    def activation(self, kind, value, output):
        if kind == 0:
            return self.node("Identity", [value], output)
        if kind == 1:
            return self.node("Relu", [value], output)
        if kind == 3:
            low, high = self.initialiser(np.float32(0)), self.initialiser(np.float32(6))
            return self.node("Clip", [value, low, high], output)
        raise SystemExit(f"unknown fused activation {kind}")

    def pads(self, padding, size, kernel, stride, dilation=(1, 1)):
        """ONNX pads (top, left, bottom, right) of TFLite's SAME (0) or VALID (1)."""
        if padding == 1:
            return [0, 0, 0, 0]
        before, after = [], []
        for n, k, s, d in zip(size, kernel, stride, dilation):
            total = max((-(-n // s) - 1) * s + (k - 1) * d + 1 - n, 0)
            before.append(total // 2)
            after.append(total - total // 2)
        return before + after

    def convolution(self, op, depthwise):
        options = tflite.DepthwiseConv2DOptions() if depthwise else tflite.Conv2DOptions()
        table = op.BuiltinOptions()
        options.Init(table.Bytes, table.Pos)
        source, kernel = op.Inputs(0), self.constant(op.Inputs(1))
        bias = self.constant(op.Inputs(2))
        stride = [options.StrideH(), options.StrideW()]
        dilation = [options.DilationHFactor(), options.DilationWFactor()]
        # Conv OHWI -> OIHW; depthwise 1HWO -> O1HW.
        kernel = kernel.transpose(3, 0, 1, 2) if depthwise else kernel.transpose(0, 3, 1, 2)
        size = list(kernel.shape[2:])
        out = self.node(
            "Conv", [self.name(source), self.weight(kernel), self.weight(bias)],
            kernel_shape=size, strides=stride, dilations=dilation,
            group=self.shape(source)[3] if depthwise else 1,
            pads=self.pads(options.Padding(), self.shape(source)[1:3], size, stride, dilation))
        self.activation(options.FusedActivationFunction(), out, self.name(op.Outputs(0)))

    def transposed_convolution(self, op):
        """MediaPipe's Convolution2DTransposeBias: TfLiteTransposeConvParams are padding, width, height."""
        raw = op.CustomOptionsAsNumpy().tobytes()
        padding, stride_w, stride_h = np.frombuffer(raw[:12], np.int32)
        source, kernel = op.Inputs(0), self.constant(op.Inputs(1))
        bias = self.constant(op.Inputs(2))
        kernel = kernel.transpose(3, 0, 1, 2)  # OHWI -> IOHW
        size = list(kernel.shape[2:])
        assert size == [stride_h, stride_w], "only where the kernel is as large as the stride (no overlap)"
        self.node("ConvTranspose", [self.name(source), self.weight(kernel), self.weight(bias)],
                  self.name(op.Outputs(0)), kernel_shape=size, strides=[int(stride_h), int(stride_w)],
                  pads=[0, 0, 0, 0])

    def pool(self, op, kind):
        options, table = tflite.Pool2DOptions(), op.BuiltinOptions()
        options.Init(table.Bytes, table.Pos)
        size = [options.FilterHeight(), options.FilterWidth()]
        stride = [options.StrideH(), options.StrideW()]
        source = op.Inputs(0)
        pads = self.pads(options.Padding(), self.shape(source)[1:3], size, stride)
        more = {"count_include_pad": 0} if kind == "AveragePool" else {}
        out = self.node(kind, [self.name(source)], kernel_shape=size, strides=stride, pads=pads, **more)
        self.activation(options.FusedActivationFunction(), out, self.name(op.Outputs(0)))

    def pad(self, op):
        before_after = self.constant(op.Inputs(1))[[0, 3, 1, 2]]  # NHWC -> NCHW
        pads = self.initialiser(before_after.T.flatten().astype(np.int64))
        self.node("Pad", [self.name(op.Inputs(0)), pads], self.name(op.Outputs(0)), mode="constant")

    def operand(self, index, rank):
        """A tensor or a constant as the operand of an element-wise operator."""
        value = self.constant(index)
        if value is None:
            return self.name(index)
        if value.ndim == 4:
            value = value.transpose(0, 3, 1, 2)
        elif value.ndim in (1, 3) and rank == 4:
            value = value.reshape(-1, 1, 1) if value.ndim == 1 else value.transpose(2, 0, 1)
        return self.weight(value)

    def binary(self, op, kind):
        options = {"Add": tflite.AddOptions, "Mul": tflite.MulOptions}[kind]()
        table = op.BuiltinOptions()
        options.Init(table.Bytes, table.Pos)
        rank = len(self.shape(op.Outputs(0)))
        out = self.node(kind, [self.operand(op.Inputs(i), rank) for i in (0, 1)])
        self.activation(options.FusedActivationFunction(), out, self.name(op.Outputs(0)))

    def resize(self, op):
        options, table = tflite.ResizeBilinearOptions(), op.BuiltinOptions()
        options.Init(table.Bytes, table.Pos)
        mode = ("align_corners" if options.AlignCorners()
                else "half_pixel" if options.HalfPixelCenters() else "asymmetric")
        height, width = (int(n) for n in self.constant(op.Inputs(1)))
        channels = self.shape(op.Inputs(0))[3]
        sizes = self.initialiser(np.array([1, channels, height, width], np.int64))
        self.node("Resize", [self.name(op.Inputs(0)), "", "", sizes], self.name(op.Outputs(0)),
                  mode="linear", coordinate_transformation_mode=mode)

    def reshape(self, op):
        source = self.name(op.Inputs(0))
        if len(self.shape(op.Inputs(0))) == 4:
            source = self.node("Transpose", [source], perm=[0, 2, 3, 1])
        assert len(self.shape(op.Outputs(0))) < 4, "reshaping to a picture is not known"
        target = self.initialiser(np.array(self.shape(op.Outputs(0)), np.int64))
        self.node("Reshape", [source, target], self.name(op.Outputs(0)))

    def concatenate(self, op):
        options, table = tflite.ConcatenationOptions(), op.BuiltinOptions()
        options.Init(table.Bytes, table.Pos)
        assert len(self.shape(op.Outputs(0))) == 3, "only after the reshapes"
        inputs = [self.name(op.Inputs(i)) for i in range(op.InputsLength())]
        self.node("Concat", inputs, self.name(op.Outputs(0)), axis=options.Axis())

    def operator(self, op):
        code = self.model.OperatorCodes(op.OpcodeIndex())
        number = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        kind = code.CustomCode().decode() if number == CUSTOM else NAMES[number]
        plain = {"RELU": "Relu", "LOGISTIC": "Sigmoid", "HARD_SWISH": "HardSwish"}
        if kind == "DEQUANTIZE":
            self.values[op.Outputs(0)] = self.constant(op.Inputs(0))
        elif kind in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            self.convolution(op, kind.startswith("DEPTHWISE"))
        elif kind == "Convolution2DTransposeBias":
            self.transposed_convolution(op)
        elif kind in ("MAX_POOL_2D", "AVERAGE_POOL_2D"):
            self.pool(op, "MaxPool" if kind.startswith("MAX") else "AveragePool")
        elif kind == "PAD":
            self.pad(op)
        elif kind in ("ADD", "MUL"):
            self.binary(op, kind.capitalize())
        elif kind == "PRELU":
            slope = self.operand(op.Inputs(1), 4)
            self.node("PRelu", [self.name(op.Inputs(0)), slope], self.name(op.Outputs(0)))
        elif kind == "RESIZE_BILINEAR":
            self.resize(op)
        elif kind == "RESHAPE":
            self.reshape(op)
        elif kind == "CONCATENATION":
            self.concatenate(op)
        elif kind in plain:
            self.node(plain[kind], [self.name(op.Inputs(0))], self.name(op.Outputs(0)))
        else:
            raise SystemExit(f"no rule for the operator {kind}")


def nchw(shape):
    return [shape[i] for i in (0, 3, 1, 2)] if len(shape) == 4 else shape


def convert(source, target, outputs):
    """Writes `target`. `outputs` maps the names of the TFLite outputs to those of the ONNX file."""
    g = Graph(source)
    g.alias[g.sub.Inputs(0)] = "picture"
    for i in range(g.sub.OutputsLength()):
        index = g.sub.Outputs(i)
        g.alias[index] = outputs[g.sub.Tensors(index).Name().decode()]
    for i in range(g.sub.OperatorsLength()):
        g.operator(g.sub.Operators(i))
    info = helper.make_tensor_value_info
    shape = nchw(g.shape(g.sub.Inputs(0)))
    ends = [g.sub.Outputs(i) for i in range(g.sub.OutputsLength())]
    graph = helper.make_graph(
        g.nodes, "greenroom", [info("picture", TensorProto.FLOAT, shape)],
        [info(g.name(i), TensorProto.FLOAT, nchw(g.shape(i))) for i in ends], g.initialisers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, target)
