//! What acts on rigid bodies besides weight and contact: water that bears and brakes them, wind; and who was given energy by whom.

use super::{
    physics::{Physics, plain, vector},
    pose::Vec2,
    solid::Shape,
};

impl Physics {
    /// Buoyancy, drag, and what the wind does to light things.
    pub(super) fn wind_and_water(&mut self) {
        let (stage, now) = (self.stage, self.now);
        for body in &mut self.bodies {
            let rigid = &mut self.world.bodies[body.handle];
            let at = plain(rigid.translation());
            let velocity = plain(rigid.linvel());
            let mut force = Vec2::ZERO;
            let half = body.solid.half();
            body.under = 0.0;
            if let Some(water) = stage.water.filter(|water| water.covers(at.x)) {
                let surface = water.height(at.x, now);
                let tall = half.y.min(half.x);
                let under = ((surface - (at.y - tall)) / (2.0 * tall)).clamp(0.0, 1.0);
                if under > 0.0 {
                    body.worked = true;
                    body.under = under;
                    let mass = body.solid.mass;
                    let lift = stage.gravity() * body.solid.floats.min(6.0) * under;
                    let still = Vec2::new(0.0, if water.swell > 0.05 { water.rise(at.x, now) } else { 0.0 });
                    let slip = velocity - still;
                    let stiff = (2.2 + 1.1 * body.solid.floats.min(6.0)) * under + 0.9 * slip.hypot() * under;
                    force += (Vec2::new(0.0, lift) - slip * stiff.min(60.0)) * mass;
                    // It lies as the water does.
                    let tilt = f64::from(rigid.rotation().angle());
                    let lies = if half.x >= half.y { tilt } else { tilt - std::f64::consts::FRAC_PI_2 * tilt.signum() };
                    let inertia = mass * (half.x * half.x + half.y * half.y) / 3.0;
                    let turn = ((water.slope(at.x, now).atan() - lies) * 14.0 - f64::from(rigid.angvel()) * 3.5) * inertia * under;
                    rigid.reset_torques(true);
                    rigid.add_torque(if body.solid.shape == Shape::Round { 0.0 } else { turn as f32 }, true);
                } else {
                    rigid.reset_torques(false);
                }
            }
            if stage.wind > 4.0 && body.solid.drag > 0.2 && body.under < 0.3 {
                force.x += body.solid.mass * body.solid.drag * 0.35 * (stage.wind - velocity.x);
                body.worked = true;
            }
            if stage.water.is_some() || force != Vec2::ZERO {
                rigid.reset_forces(true);
                rigid.add_force(vector(force), true);
            }
        }
    }

    /// Work goes on from body to body where they touch.
    pub(super) fn spread_work(&mut self) {
        let mut pairs = Vec::new();
        for pair in self.world.narrow_phase.contact_pairs().filter(|pair| pair.has_any_active_contact()) {
            let [a, b] = [pair.collider1, pair.collider2];
            let find = |collider| self.bodies.iter().position(|body| body.collider == collider);
            let moved = |collider| self.movers.iter().any(|mover| mover.1 == collider);
            match (find(a), find(b)) {
                (Some(a), Some(b)) => pairs.push((a, b)),
                (Some(body), None) if moved(b) => self.bodies[body].worked = true,
                (None, Some(body)) if moved(a) => self.bodies[body].worked = true,
                _ => {}
            }
        }
        for _ in 0..pairs.len() {
            let mut more = false;
            for (a, b) in &pairs {
                if self.bodies[*a].worked != self.bodies[*b].worked {
                    (self.bodies[*a].worked, self.bodies[*b].worked) = (true, true);
                    more = true;
                }
            }
            if !more {
                break;
            }
        }
    }
}
