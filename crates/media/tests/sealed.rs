//! The way of a whole take through the consent gate: never open, from the engine's frame to the signed file.

use crate::support::*;
use domain::{
    Timestamp,
    consent::{FrameSink, LiveCast, Out, Sealed, Stopped},
    plan::{Cast, Draft, Format, FrozenPlan},
    product::{Pass, Product},
    storyboard::{Shot, Storyboard},
};
use media::{Claim, MediaUnit, Mp4Gather, OriginState, Signer, SigningIdentity, SourceType, TakeEncoder, inspect};
use std::sync::{Arc, Mutex};

struct Studio {
    encoder: TakeEncoder,
    made: Arc<Mutex<Vec<Sealed<MediaUnit>>>>,
}

impl Out for Studio {
    fn put(&mut self, product: Sealed<Product>) -> Result<(), Stopped> {
        let units = product.work(&mut self.encoder).transpose().map_err(|_| Stopped)?;
        let mut made = self.made.lock().expect("not poisoned");
        let channel = units.channel();
        made.extend(units.split(&channel).ok_or(Stopped)?);
        Ok(())
    }

    fn pass_started(&mut self, pass: Pass) {
        self.encoder.pass_started(pass);
    }

    fn notice(&mut self, _sentence: String) {}

    fn is_stopped(&self) -> bool {
        false
    }
}

fn draw(sink: &mut FrameSink, seconds: u32) -> Result<(), Stopped> {
    sink.start_pass(pass(1, SMALL, seconds));
    for index in 0..seconds * FPS {
        sink.frame(1, index, picture(SMALL, index))?;
    }
    sink.sound(0, sound(0, u64::from(seconds) * 48_000))
}

#[test]
fn a_take_becomes_a_signed_file_without_ever_being_open() {
    let shot = Shot { prompt: "a dog".into(), seconds: 4, ..Shot::default() };
    let plan = FrozenPlan::freeze(Draft {
        take: take(),
        room: None,
        storyboard: Storyboard { shots: vec![shot] },
        format: Format { size: SMALL, fps: FPS },
        seed: 1,
        makers: makers(&["ana"]),
        cast: Cast::nobody(),
        rules: 1,
    })
    .expect("a plan");
    let made = Arc::new(Mutex::new(Vec::new()));
    let studio = Studio { encoder: encoder(SMALL, plan.seconds()), made: made.clone() };
    let mut sink = LiveCast::assemble(&plan, Vec::new()).expect("nobody is shown").into_sink(Box::new(studio));
    draw(&mut sink, plan.seconds()).expect("nothing stopped it");

    let folder = tempfile::tempdir().expect("a folder");
    let identity = Arc::new(SigningIdentity::load_or_create(&folder.path().join("signing")).expect("an identity"));
    let claim = Claim {
        title: plan.title(),
        makers: vec!["ana".into()],
        take: plan.take(),
        engine: "studio".into(),
        source_type: SourceType::Algorithmic,
        created_at: Timestamp::from_millis(1_795_309_323_000),
        consent: None,
    };
    let parts = made.lock().expect("not poisoned");
    let file = Sealed::gather(parts.iter(), Mp4Gather::new()).expect("one cast").transpose().expect("a file");
    let signed = file.work(&mut Signer::new(identity.clone(), claim)).transpose().expect("signed");
    let state = signed.send(Timestamp::from_millis(1), |bytes| inspect(bytes, Some(identity.anchor())).expect("an MP4").state);
    assert_eq!(state, Ok(OriginState::Valid));
}
