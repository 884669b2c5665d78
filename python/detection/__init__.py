# SPDX-License-Identifier: Apache-2.0
"""What training and evaluating a detector on the views of a lake is made of."""
