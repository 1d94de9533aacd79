namespace Referrals.Qualification.Plans;

/// <summary>
/// What is known of a condition: Kleene's three values. What asks for something that is not known is neither true nor false, and so
/// is its opposite; only what is true earns anything.
/// </summary>
/// <remarks>S. C. Kleene, Introduction to Metamathematics, 1952, section 64: "and" is the least, "or" the greatest of the values.</remarks>
internal enum Truth : byte
{
    False = 0,
    Unknown = 1,
    True = 2,
}
