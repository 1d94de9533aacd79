namespace Referrals.Rewards;

/// <summary>What happens when several rules for the same side grant something for one conversion.</summary>
public enum Precedence
{
    /// <summary>All are granted. The default.</summary>
    Stack = 0,

    /// <summary>Only the first that grants anything: the one of the highest priority, then the one that stands first.</summary>
    First = 1,

    /// <summary>Only the one that grants most; among equals, the first.</summary>
    Best = 2,
}
