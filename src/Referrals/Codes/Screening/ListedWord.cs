namespace Referrals.Codes.Screening;

/// <summary>A word that codes avoid.</summary>
/// <param name="Text">In capital letters and digits.</param>
/// <param name="IsAnywhere">Whether it counts as a part of a longer word in a code that somebody chose.</param>
internal readonly record struct ListedWord(string Text, bool IsAnywhere);
