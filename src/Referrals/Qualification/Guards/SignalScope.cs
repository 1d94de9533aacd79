namespace Referrals.Qualification.Guards;

/// <summary>With whom a referred customer may not have something in common. Each member includes the one before it.</summary>
public enum SignalScope
{
    /// <summary>With the referrer.</summary>
    Referrer = 0,

    /// <summary>With the referrer, or with anybody else whom the same referrer referred.</summary>
    Referees = 1,

    /// <summary>With anybody else who is known to the program.</summary>
    Program = 2,
}
