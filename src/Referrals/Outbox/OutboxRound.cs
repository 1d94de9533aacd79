namespace Referrals.Outbox;

/// <summary>What became of the events that were due.</summary>
public sealed record OutboxRound
{
    internal OutboxRound(int delivered, int failed, int setAside)
    {
        Delivered = delivered;
        Failed = failed;
        SetAside = setAside;
    }

    /// <summary>How many were delivered.</summary>
    public int Delivered { get; }

    /// <summary>How many were not and are to be tried again later.</summary>
    public int Failed { get; }

    /// <summary>How many failed for the last time and were set aside.</summary>
    public int SetAside { get; }
}
