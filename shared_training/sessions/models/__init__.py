from shared_training.sessions.models.attempt import Attempt
from shared_training.sessions.models.enrolment import Enrolment, EnrolmentState
from shared_training.sessions.models.lesson_read import LessonRead

__all__ = ["Attempt", "Enrolment", "EnrolmentState", "LessonRead"]
