//! From a beast's state to its joints: a back over its feet, a head where it looks, eats or pulls.

use super::{
    beast::Going,
    pet::Pet,
    pose::{Limb, PetPose, Vec2, ease, mix, reach},
};

struct Trunk {
    chest: Vec2,
    rump: Vec2,
    /// Radians, nose up.
    rock: f64,
    foreshorten: f64,
}

impl Pet {
    #[must_use]
    pub fn pose(&self) -> PetPose {
        let h = self.height;
        let side = self.side();
        let gallop = self.gallop();
        let beat = (self.phase * std::f64::consts::TAU).sin();
        let trunk = if self.beast.going == Going::Waddle { self.upright() } else { self.level(gallop, beat) };
        let (chest, rump) = (trunk.chest, trunk.rump);
        let alert = (self.now * 1.1 + self.look as f64 % 9.0).sin();
        let wag_speed = mix(4.0, 13.0, self.excited);
        let dips = self.eat * (1.0 - self.lie);
        let mut pose = PetPose {
            height: h,
            facing: self.facing,
            lane: self.lane,
            rump,
            chest,
            head: self.head(&trunk, gallop, alert),
            head_tilt: 0.05 * alert - trunk.rock * 0.5 + self.lie * 0.2 + 0.55 * dips - 0.5 * self.gaze,
            legs: self.legs(chest, rump, side),
            tail: (self.now * wag_speed).sin() * mix(0.12, 0.5, self.excited) - 0.5 * gallop,
            ears: gallop * (0.4 + 0.2 * beat),
            mouth: self.mouth(),
            blink: if self.lie > 0.6 || (self.now + self.look as f64 % 3.0) % 3.3 < 0.12 { 1.0 } else { 0.0 },
            lift: self.lift,
            asleep: self.lie > 0.6,
            water: self.water,
        };
        if self.wet > 0.01 {
            pose.sink(self.wet * 0.72 * h - 0.02 * h * (self.now * 2.2).sin(), self.now, h * self.wet);
        }
        pose
    }

    fn gallop(&self) -> f64 {
        let fast = self.beast.walk.max(0.9);
        if self.beast.mass > 1_500.0 { 0.0 } else { ease((self.speed.abs() - 1.8 * fast) / (0.9 * fast)) }
    }

    fn level(&self, gallop: f64, beat: f64) -> Trunk {
        let h = self.height;
        let side = self.side();
        let speed = self.speed.abs();
        let bob = mix(0.012 * (2.0 * self.phase * std::f64::consts::TAU).sin(), 0.05 * beat, gallop) * h * (speed * 2.0).min(1.0);
        let rock =
            gallop * 0.11 * (self.phase * std::f64::consts::TAU + 0.8).cos() + self.tilt - 0.16 * self.stretch - 0.05 * self.eat * (1.0 - self.lie)
                + 0.07 * self.pull;
        let half = self.length() * 0.5 * (1.0 - 0.05 * gallop * beat);
        let foreshorten = self.facing.abs().max(0.25) * side;
        let back = -0.14 * self.pull * h * side;
        let mut middle = Vec2::new(self.x + back, 0.82 * h + bob + self.lift - 0.09 * self.pull * h - 0.06 * self.stretch * h);
        middle.y -= self.lie * 0.56 * h;
        let sink = self.sit * 0.36 * h;
        let chest = middle + Vec2::new(foreshorten * half * rock.cos(), half * rock.sin() * 1.4 + self.sit * 0.10 * h);
        let rump = middle + Vec2::new(-foreshorten * half * (rock.cos() - 0.35 * self.sit), -half * rock.sin() * 1.4 - sink);
        Trunk { chest, rump, rock, foreshorten }
    }

    /// On two legs: a body that tilts from one foot to the other.
    fn upright(&self) -> Trunk {
        let h = self.height;
        let side = self.side();
        let moving = (self.speed.abs() * 4.0).min(1.0);
        let sway = (self.phase * std::f64::consts::TAU).sin() * moving;
        let half = self.length() * 0.5;
        let foreshorten = self.facing.abs().max(0.25) * side;
        let down = self.lie * 0.4 * h + self.sit * 0.3 * h;
        let middle = Vec2::new(self.x + 0.05 * h * sway, 0.82 * h + self.lift - down + 0.02 * h * sway.abs());
        let dip = self.eat * (1.0 - self.lie);
        let tilt = Vec2::new(foreshorten * half, (0.07 * sway - 0.16 * dip) * h);
        Trunk { chest: middle + tilt, rump: middle - tilt, rock: 0.06 * sway, foreshorten }
    }

    fn head(&self, trunk: &Trunk, gallop: f64, alert: f64) -> Vec2 {
        let h = self.height;
        let (ahead, over) = self.beast.head;
        let up = mix(over + 0.03 * alert, over - 0.12, gallop) + 0.18 * self.gaze;
        let chest = trunk.chest;
        let usual = chest + Vec2::new(trunk.foreshorten * (ahead + 0.06 * gallop) * h, up * h - self.lie * 0.34 * h + self.sit * 0.08 * h);
        // As far down as the neck is long.
        let neck = ahead.hypot(over).max(0.5) * h;
        let ground = 0.16 * h + 0.02 * h * (self.now * 7.0).sin();
        let drop = (chest.y - ground).min(neck * 1.6);
        let reach_out = (neck * neck - drop * drop).max(0.0).sqrt().max(0.34 * h);
        let grazing = Vec2::new(chest.x + trunk.foreshorten * reach_out, chest.y - drop);
        let pulling = chest + Vec2::new(trunk.foreshorten * (ahead + 0.14) * h, (over * 0.45 - 0.02) * h);
        usual.lerp(grazing, self.eat * (1.0 - self.lie)).lerp(pulling, self.pull)
    }

    fn legs(&self, chest: Vec2, rump: Vec2, side: f64) -> [Limb; 4] {
        let h = self.height;
        if self.beast.going == Going::Waddle {
            let middle = (chest + rump) / 2.0;
            let short = [2, 3].map(|index| {
                let root = middle + Vec2::new(if index == 2 { 0.04 } else { -0.04 } * h * side, -0.4 * h);
                let mut leg = reach(root, self.feet[index].at + Vec2::new(0.0, 0.03 * h), 0.24 * h, 0.24 * h, -0.6 * side);
                leg.joint.y = leg.joint.y.max(0.03 * h);
                leg
            });
            let none = Limb { root: chest, joint: chest, end: Vec2::new(chest.x, chest.y) };
            return [none, none, short[0], short[1]];
        }
        let mut legs = [Limb { root: chest, joint: chest, end: chest }; 4];
        for (index, leg) in legs.iter_mut().enumerate() {
            let fore = index < 2;
            let root = (if fore { chest } else { rump }) + Vec2::new(if index % 2 == 0 { 0.03 } else { -0.03 } * h * side, -0.10 * h);
            let foot = self.feet[index];
            let mut end = foot.at + Vec2::new(0.0, 0.04 * h);
            if !fore {
                end.x = mix(end.x, rump.x + side * 0.22 * h, self.sit.max(self.lie));
            } else {
                end.x = mix(end.x, chest.x + side * 0.18 * h, self.lie.max(self.stretch));
            }
            // Braced against the rope.
            end.x += side * 0.16 * h * self.pull;
            let bend = if fore { -0.85 * side } else { side };
            *leg = reach(root, end, 0.36 * h, 0.38 * h, bend);
            // Folded up where it lies.
            leg.joint.y = mix(leg.joint.y, 0.13 * h, 0.85 * self.lie).max(0.03 * h);
        }
        legs
    }
}

impl PetPose {
    /// Down into the water by this much, with legs that paddle.
    fn sink(&mut self, by: f64, now: f64, reach: f64) {
        let down = Vec2::new(0.0, -by);
        for point in [&mut self.chest, &mut self.rump, &mut self.head] {
            *point += down;
        }
        for (index, leg) in self.legs.iter_mut().enumerate() {
            let beat = (now * 6.0 + index as f64 * 1.7).sin() * 0.16 * reach;
            leg.root += down;
            leg.joint += down;
            leg.end += down + Vec2::new(beat, 0.1 * reach);
        }
        self.head.y += 0.12 * reach;
    }
}
