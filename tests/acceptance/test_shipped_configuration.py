"""The shipped config/ as it is, under the supervisor: a red topic climbs to the party committee, and the newcomer's first steps work."""

from harness import everyone, main
from shipped import Shipped

FIRST = ("xcb_duty", "xcb_head", "hqbz", "dxb_duty", "leader_in_charge", "party_secretary", "president")
COMMITTEE = ("party_secretary", "cw_1", "cw_2", "cw_3", "cw_4", "cw_5")


class ShippedConfiguration(Shipped):
    def test_a_red_topic_climbs_to_the_committee(self):
        world = self.shipped()
        answer = world.http.post_signals(world.signal_body("t1", provider="provider_demo", category="logistics"))
        self.assertEqual(answer.status, 202, answer)
        world.until(31)
        self.told(
            world,
            everyone(FIRST, at=0, rung=0, level="red"),
            everyone(FIRST, at=10, rung=1),
            everyone(["party_secretary"], at=20, kind="escalation"),
            everyone([name for name in COMMITTEE], at=30),
            everyone(["discipline"], at=30, kind="notice"),
        )
        # The rung that goes up to the party secretary uses every contact.
        self.assertEqual(["party-secretary"], [letter.to for letter in self.box.letters])
        self.assertIn("请阅示", self.box.letters[0].mail["subject"])

    def test_somebody_takes_it_by_the_link(self):
        world = self.shipped()
        world.http.post_signals(world.signal_body("t1", provider="provider_demo", category="logistics"))
        world.settle()
        answer = world.http.call("POST", world.link_of("hqbz"), raw=b"until=30", headers={"content-type": "application/x-www-form-urlencoded"})
        self.assertEqual(answer.status, 200, answer)
        world.until(29)
        stood_down = [name for name in FIRST if name != "hqbz"]
        self.told(world, everyone(FIRST, at=0, rung=0), everyone(stood_down, at=0, kind="stand_down"))
        self.assertEqual(sorted(name.replace("_", "-") for name in stood_down), sorted(letter.to for letter in self.box.letters), "the all-clear goes to every address")


if __name__ == "__main__":
    main()
