"""What a kit is worth by the way it was given, in kits given by a community program.

Three sources answer, and they differ by a factor of forty. Pages let the planner choose and show
all three. A way that a source says nothing of counts as the nearest one it does, and is named in
`unsaid`. Method: docs/methods/saturation.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from beside.supply.core.need.evidence import Parameter, Source


class Channel(StrEnum):
    """A way in which kits reach people. Labels are in templates."""

    COMMUNITY = "community"  # harm reduction, outreach, mail, peers, machines
    PHARMACY = "pharmacy"  # asked for at a pharmacy, without a prescription
    PRESCRIBED = "prescribed"  # prescribed by a provider
    EMERGENCY = "emergency"  # emergency departments
    CORRECTIONS = "corrections"  # jails and prisons, at release


class Weighing(StrEnum):
    """Whose weights. Labels are in templates."""

    IRVINE = "irvine"
    PROFOUND = "profound"
    BRITISH_COLUMBIA = "british_columbia"


@dataclass(frozen=True)
class Kits:
    """Kits a year, by the way they are given."""

    community: float
    pharmacy: float = 0.0
    prescribed: float = 0.0
    emergency: float = 0.0
    corrections: float = 0.0

    def __post_init__(self) -> None:
        if min(self.by_channel().values()) < 0:
            raise ValueError("no fewer kits than none")

    def by_channel(self) -> Mapping[Channel, float]:
        """The same as a mapping, every channel present."""
        return {channel: getattr(self, channel.value) for channel in Channel}

    @property
    def total(self) -> float:
        return sum(self.by_channel().values())


@dataclass(frozen=True)
class Channels:
    """What one source says a kit is worth in each channel, a community kit being 1."""

    weighing: Weighing
    source: Source
    weights: Mapping[Channel, Parameter]
    unsaid: Mapping[Channel, Channel] = field(default_factory=dict)  # counts as

    def weight(self, channel: Channel) -> float:
        """The worth of one kit of this channel."""
        return self.parameter(channel).value

    def parameter(self, channel: Channel) -> Parameter:
        """The figure behind it; for what the source does not say, that of the nearest channel."""
        return self.weights[self.unsaid.get(channel, channel)]

    def effective(self, kits: Kits) -> float:
        """The community kits that these kits are worth."""
        return sum(each * self.weight(channel) for channel, each in kits.by_channel().items())


IRVINE_2022 = Source(
    "Irvine MA, Oller D, Boggis J, et al. Estimating naloxone need in the USA across fentanyl,"
    " heroin, and prescription opioid epidemics: a modelling study."
    " Lancet Public Health 2022;7:e210-e218",
    2022,
    "2017",
    "https://doi.org/10.1016/S2468-2667(21)00304-2",
)
PROFOUND_2022 = Source(
    "Zang X, Bessey SE, Krieger MS, et al. Comparing projected fatal overdose outcomes and costs"
    " of strategies to expand community-based distribution of naloxone in Rhode Island."
    " JAMA Netw Open 2022;5:e2241174 (PROFOUND model)",
    2022,
    "2016-2019, Rhode Island",
    "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC9647481/",
)
BC_2026 = Source(
    "British Columbia take-home naloxone: probability that a distributed kit is used in a"
    " poisoning event, by kind of site (2026; read in excerpt only, to be checked at the source)",
    2026,
    "British Columbia; years not stated in the excerpt",
)

_ONE = "the measure of the others"


def _bc(name: str, percent: float) -> Parameter:
    return Parameter(name, percent / 42.98, BC_2026, note=f"{percent} % against 42.98 %")


CHANNELS: Mapping[Weighing, Channels] = {
    Weighing.IRVINE: Channels(
        Weighing.IRVINE,
        IRVINE_2022,
        {
            Channel.COMMUNITY: Parameter("community kit", 1.0, IRVINE_2022, note=_ONE),
            Channel.PHARMACY: Parameter("pharmacy-initiated kit", 1.0, IRVINE_2022),
            Channel.PRESCRIBED: Parameter("prescribed kit", 0.2, IRVINE_2022),
        },
        {Channel.EMERGENCY: Channel.COMMUNITY, Channel.CORRECTIONS: Channel.COMMUNITY},
    ),
    Weighing.PROFOUND: Channels(
        Weighing.PROFOUND,
        PROFOUND_2022,
        {
            Channel.COMMUNITY: Parameter("community kit", 1.0, PROFOUND_2022, note=_ONE),
            Channel.PHARMACY: Parameter(
                "pharmacy kit", 1 / 2.69, PROFOUND_2022, 1 / 2.9, 1 / 2.5, note="1 / 2.69"
            ),
        },
        {
            Channel.PRESCRIBED: Channel.PHARMACY,
            Channel.EMERGENCY: Channel.COMMUNITY,
            Channel.CORRECTIONS: Channel.COMMUNITY,
        },
    ),
    Weighing.BRITISH_COLUMBIA: Channels(
        Weighing.BRITISH_COLUMBIA,
        BC_2026,
        {
            Channel.COMMUNITY: Parameter("community kit", 1.0, BC_2026, note=_ONE),
            Channel.PHARMACY: _bc("pharmacy kit", 1.04),
            Channel.EMERGENCY: _bc("emergency department kit", 0.65),
            Channel.CORRECTIONS: _bc("corrections kit", 0.12),
        },
        {Channel.PRESCRIBED: Channel.PHARMACY},
    ),
}


@dataclass(frozen=True)
class Spread:
    """The same kits by three sources: what each says they are worth, in community kits."""

    by_source: Mapping[Weighing, float]

    @property
    def least(self) -> float:
        return min(self.by_source.values())

    @property
    def most(self) -> float:
        return max(self.by_source.values())


def spread(kits: Kits) -> Spread:
    """What each source says that these kits are worth."""
    return Spread({each: CHANNELS[each].effective(kits) for each in Weighing})
