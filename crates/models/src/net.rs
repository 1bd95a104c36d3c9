//! One loaded network: numbers in, numbers out. It knows the names of its ends, and nothing of what they mean.

use crate::ModelError;
use rten::{Model, ModelOptions, NodeId, Value};

pub struct Net {
    model: Model,
    name: &'static str,
    inputs: Vec<NodeId>,
    outputs: Vec<NodeId>,
}

/// A tensor: its shape, and its values row by row.
pub type Tensor<T> = (Vec<usize>, Vec<T>);

impl Net {
    pub fn from_static(name: &'static str, file: &'static [u8], ends: (&[&str], &[&str])) -> Result<Self, ModelError> {
        let model = options().load_static_slice(file).map_err(|error| unusable(name, error))?;
        Self::with_ends(name, model, ends)
    }

    pub fn from_bytes(name: &'static str, file: Vec<u8>, ends: (&[&str], &[&str])) -> Result<Self, ModelError> {
        let model = options().load(file).map_err(|error| unusable(name, error))?;
        Self::with_ends(name, model, ends)
    }

    fn with_ends(name: &'static str, model: Model, (inputs, outputs): (&[&str], &[&str])) -> Result<Self, ModelError> {
        let ids = |ends: &[&str]| ends.iter().map(|end| model.node_id(end)).collect::<Result<Vec<_>, _>>();
        let inputs = ids(inputs).map_err(|error| unusable(name, error))?;
        let outputs = ids(outputs).map_err(|error| unusable(name, error))?;
        Ok(Self { model, name, inputs, outputs })
    }

    /// One output of rank `N`, from pictures or other floats.
    pub fn see<const N: usize>(&self, shape: &[usize], values: Vec<f32>) -> Result<Vec<f32>, ModelError> {
        let input = Value::from_shape(shape, values).map_err(|error| self.fault(error))?;
        let mut outputs = self.run(vec![input])?;
        self.floats::<N>(outputs.swap_remove(0))
    }

    /// Two outputs of ranks `N` and `M`.
    pub fn see_two<const N: usize, const M: usize>(&self, shape: &[usize], values: Vec<f32>) -> Result<(Vec<f32>, Vec<f32>), ModelError> {
        let input = Value::from_shape(shape, values).map_err(|error| self.fault(error))?;
        let mut outputs = self.run(vec![input])?;
        let second = self.floats::<M>(outputs.swap_remove(1))?;
        Ok((self.floats::<N>(outputs.swap_remove(0))?, second))
    }

    /// One output of rank `N`, from rows of token numbers.
    pub fn read<const N: usize>(&self, inputs: Vec<Tensor<i32>>) -> Result<Vec<f32>, ModelError> {
        let inputs = inputs.into_iter().map(|(shape, values)| Value::from_shape(shape, values).map_err(|error| self.fault(error)));
        let mut outputs = self.run(inputs.collect::<Result<_, _>>()?)?;
        self.floats::<N>(outputs.swap_remove(0))
    }

    fn run(&self, inputs: Vec<Value>) -> Result<Vec<Value>, ModelError> {
        let inputs = self.inputs.iter().copied().zip(inputs.into_iter().map(Into::into)).collect();
        self.model.run(inputs, &self.outputs, None).map_err(|error| self.fault(error))
    }

    fn floats<const N: usize>(&self, value: Value) -> Result<Vec<f32>, ModelError> {
        let (_, values) = value.into_shape_vec::<f32, N>().map_err(|error| self.fault(error))?;
        if values.iter().all(|value| value.is_finite()) { Ok(values) } else { Err(self.fault("a value is not a number")) }
    }

    fn fault(&self, error: impl ToString) -> ModelError {
        unusable(self.name, error)
    }
}

fn options() -> ModelOptions {
    let mut options = ModelOptions::with_all_ops();
    options.prepack_weights(true);
    options
}

fn unusable(model: &'static str, error: impl ToString) -> ModelError {
    ModelError::Unusable { model, reason: error.to_string() }
}
