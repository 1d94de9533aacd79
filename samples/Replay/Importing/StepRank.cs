namespace Replay.Importing;

/// <summary>What comes first among things that happened at the same instant.</summary>
internal enum StepRank
{
    Enrollment,
    SignUp,
    Share,
    Click,
    Sale,
    Refund,
    Cost,
    Answer,
}
