namespace Referrals.Kpis.Columns;

/// <summary>Rare facts of one shard that are only counted: referrals created, qualified, refused and held, verdicts of reviews, and facts left out.</summary>
internal sealed class Happenings
{
    internal const byte Created = 0;
    internal const byte Qualified = 1;
    internal const byte Refused = 2;
    internal const byte LeftOut = 3;
    internal const byte Held = 4;
    internal const byte Verdict = 5;
    internal const byte CostLeftOut = 6;

    internal readonly TimeColumn Times = new();
    internal readonly Column<int> By = new();
    internal readonly Column<int> Traits = new();
    internal readonly Column<byte> Kind = new();
    internal readonly Column<int> Code = new();

    internal void Add(long at, int person, int traits, byte kind, int code)
    {
        Times.Add(at);
        By.Add(person);
        Traits.Add(traits);
        Kind.Add(kind);
        Code.Add(code);
    }
}
