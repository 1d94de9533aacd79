namespace Referrals.Kpis.Columns;

/// <summary>What facts are grouped by, as numbers of <see cref="Names"/>. Few combinations occur, so each has a number too.</summary>
internal readonly record struct Traits(int Program, int Segment, int Channel, int Version);
