namespace Referrals.Qualification.Guards;

/// <summary>With whom a referred customer may not have something in common. Each member includes the one before it.</summary>
public enum SignalScope
{
    /// <summary>With the referrer.</summary>
    Referrer = 0,

    /// <summary>With the referrer, or with anybody whom the same referrer referred earlier.</summary>
    Referees = 1,

    /// <summary>With anybody who is known to the program from earlier.</summary>
    Program = 2,
}
