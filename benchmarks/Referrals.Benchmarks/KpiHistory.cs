using NodaTime;
using Referrals.Kpis;

namespace Referrals.Benchmarks;

/// <summary>
/// Two years of 50 programs with 8 segments, seeded: of a hundred facts 10 sign-ups, 20 shares, 30 clicks, 31 sales,
/// 1 refund, 7 rewards and 1 answer, nearly in order of time, as a journal is.
/// </summary>
internal sealed class KpiHistory
{
    private const int Programs = 50;
    private const int Segments = 8;
    private const long Hour = 3_600_000_000;

    private readonly Random _random;
    private readonly List<(int Table, int Program, int Segment)> _people = [];
    private readonly int[,,] _traits = new int[Programs, Segments, 3];
    private readonly List<KpiRow>? _rows;
    private readonly long _start;
    private readonly long _length;

    /// <summary>Makes the history; the rows for LINQ as well if they are asked for.</summary>
    internal KpiHistory(int facts, bool rows, bool inOrder = true, int seed = 1)
    {
        _random = new Random(seed);
        _rows = rows ? new List<KpiRow>(facts) : null;
        _start = WindowIndex.Microseconds(Months[0].From);
        _length = WindowIndex.Microseconds(Months[^1].To) - _start;
        Traits();
        for (var i = 0; i < facts; i++)
        {
            var at = inOrder ? (long)((double)i / facts * (_length - Hour)) + _random.NextInt64(Hour) : _random.NextInt64(_length);
            Add(_people.Count < 1000 ? 0 : _random.Next(100), _start + at);
        }
    }

    internal static IReadOnlyList<KpiWindow> Months { get; } = KpiPeriods.Months(new LocalDate(2024, 1, 1), 24, DateTimeZone.Utc);

    internal FactTable Table { get; } = new(Unit.Money("USD"));

    internal IReadOnlyList<KpiRow> Rows => _rows ?? throw new InvalidOperationException("The history was made without rows.");

    internal int People => _people.Count;

    /// <summary>Adds facts after those that are there.</summary>
    internal void AddMore(int facts)
    {
        for (var i = 0; i < facts; i++)
        {
            Add(_random.Next(100), _start + _length - 1 - _random.NextInt64(Hour));
        }
    }

    private void Traits()
    {
        _ = Table.Touchpoints.Of("Click");
        _ = Table.Touchpoints.Of("CodeEntry");
        int[] channels = [Table.Channels.Of("organic"), Table.Channels.Of("paid"), Table.ReferralChannel];
        _ = Table.CostChannels.Add(Table.ReferralChannel);
        for (var program = 0; program < Programs; program++)
        {
            var number = Table.Programs.Of($"program-{program:00}");
            for (var segment = 0; segment < Segments; segment++)
            {
                for (var channel = 0; channel < channels.Length; channel++)
                {
                    _traits[program, segment, channel] = Table.TraitsNumber(
                        new(number, Table.Segments.Of($"segment-{segment}"), channels[channel], 1));
                }
            }
        }
    }

    private void Add(int dice, long at)
    {
        if (dice < 10)
        {
            SignUp(at);
            return;
        }

        var (person, program, segment) = _people[_random.Next(_people.Count)];
        var part = Table.PartOf(person);
        var local = FactTable.Local(person);
        long amount = _random.Next(500, 20_000);
        switch (dice)
        {
            case < 30:
                part.Share(at, local, _random.Next(3));
                Keep(FactKind.ShareRecorded, at, person, program, segment);
                break;
            case < 60:
                part.Click(at, local, part.Pairs == 0 || _random.Next(4) > 0 ? part.AddPair() : _random.Next(part.Pairs), _random.Next(3), _random.Next(2));
                Keep(FactKind.TouchRecorded, at, person, program, segment);
                break;
            case < 91:
                part.Bought(local, at);
                part.Sales.Add(at, local, amount, amount / 3, 1);
                Keep(FactKind.ConversionRecorded, at, person, program, segment, amount);
                break;
            case < 92:
                part.Refunds.Add(at, local, amount, amount / 3, 1);
                Keep(FactKind.RefundRecorded, at, person, program, segment, amount);
                break;
            case < 99:
                part.Costs.Add(at, local, person, _traits[program, segment, 2], Costs.Granted, 1000, ofReferrer: true);
                Keep(FactKind.RewardGranted, at, person, program, segment, 1000);
                break;
            default:
                part.Answer(at, local, _random.Next(11));
                Keep(FactKind.SurveyAnswered, at, person, program, segment);
                break;
        }
    }

    private void SignUp(long at)
    {
        var program = _random.Next(Programs);
        var segment = _random.Next(Segments);
        var channel = _random.Next(3);
        var referred = channel == 2 && _people.Count > 0;
        var person = Table.AddPerson(_traits[program, segment, channel], default);
        Table.PartOf(person).SignUp(
            FactTable.Local(person), at, _traits[program, segment, channel], referred ? _random.Next(_people.Count) : Shard.Nobody);
        _people.Add((person, program, segment));
        Keep(FactKind.SignedUp, at, person, program, segment, referred: referred);
    }

    private void Keep(FactKind kind, long at, int person, int program, int segment, long amount = 0, bool referred = false)
    {
        var date = Instant.FromUnixTimeTicks(at * 10).InUtc().Date;
        _rows?.Add(new KpiRow
        {
            Kind = kind,
            At = at,
            Month = ((date.Year - 2024) * 12) + date.Month - 1,
            Program = program,
            Segment = segment,
            Person = person,
            Referred = referred,
            Amount = amount,
            Margin = amount / 3,
        });
    }
}
