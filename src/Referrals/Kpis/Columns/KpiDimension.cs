namespace Referrals.Kpis.Columns;

/// <summary>What a group has in common.</summary>
public enum KpiDimension
{
    /// <summary>The program; its key is the partition as text.</summary>
    Program = 0,

    /// <summary>The customer's segment at the sign-up.</summary>
    Segment = 1,

    /// <summary>The channel through which the customer was acquired; of a cost, its own channel.</summary>
    Channel = 2,

    /// <summary>The version of the program at the sign-up; the empty text if it is unknown.</summary>
    Version = 3,
}
